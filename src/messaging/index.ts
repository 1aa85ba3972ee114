export { openMqttBroker, type MqttBroker, type MqttDoor, type MqttMessage } from './mqtt-broker.ts';
export { joinMqttBroker, type OutsideBrokerSettings } from './mqtt-client.ts';
