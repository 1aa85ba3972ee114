import { EventEmitter } from 'node:events';
import pg, { type ClientConfig } from 'pg';
import { MessageSplitter } from './message-splitter.ts';

/** The part of the driver's connection that its types leave out: it is called once, when the wire is ready. */
interface Listening {
  attachListeners(wire: EventEmitter): void;
}

/** The driver's client, whose data rows can be taken as bytes before the driver makes strings of them. */
export class BytesClient extends pg.Client {
  readonly messages: MessageSplitter;

  constructor(config: ClientConfig) {
    super(config);
    const others = new EventEmitter();
    const messages = new MessageSplitter((bytes) => others.emit('data', bytes));
    const { connection } = this as unknown as { connection: Listening };
    const attach = connection.attachListeners.bind(connection);
    connection.attachListeners = (wire) => {
      attach(others);
      wire.on('data', (chunk: Buffer) => messages.push(chunk));
      wire.on('end', () => others.emit('end'));
    };
    this.messages = messages;
  }
}
