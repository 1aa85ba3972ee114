export { openMqttBroker, type MqttBroker, type MqttDoor, type MqttMessage } from './mqtt-broker.ts';
