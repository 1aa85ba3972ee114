/** What the thread is started with. */
export interface WorkerSettings {
  /** The folder of the database itself. */
  readonly folder: string;
  /** File URL of the cut PostGIS bundle. */
  readonly postgisBundle: string;
  readonly search?: string | undefined;
}

export type WorkerRequest =
  /** Protocol bytes of one statement; `copy` is what `/dev/blob` gives to a COPY. */
  | { readonly kind: 'exchange'; readonly bytes: Uint8Array<ArrayBuffer>; readonly copy?: string | undefined }
  | { readonly kind: 'close'; readonly bytes: Uint8Array<ArrayBuffer>; readonly copy?: undefined };

/** The first reply, empty, says that the engine is ready. `syncs` counts real fsyncs since the start. */
export interface WorkerReply {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly syncs: number;
}
