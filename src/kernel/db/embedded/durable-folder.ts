import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync } from 'node:fs';

interface HostNode {
  name: string;
}
interface HostStream {
  readonly nfd?: number;
  readonly node: HostNode;
}
/** The parts of Emscripten's host file layer that this file changes. */
interface HostFiles {
  realPath(node: HostNode): string;
  tryFSOperation<T>(operation: () => T): T;
  stream_ops: { fsync?: (stream: HostStream) => number };
  node_ops: { rename(node: HostNode, newFolder: HostNode, newName: string): void };
}
interface EngineModule {
  FS: { filesystems: { NODEFS: HostFiles } };
}
type ModuleOptions = Parameters<NodeFS['init']>[1];

/**
 * A database folder on the host's disk whose fsync is real. The engine's own file layer has none at all (measured:
 * 0 syncs for 500 commits), and its rename first removes the target. The hooks are set before the engine opens its
 * first file, so that recovery after a crash is synced as well.
 */
export class DurableFolder extends NodeFS {
  syncs = 0;

  override async init(engine: PGlite, options: ModuleOptions) {
    const hook = (module: unknown) => this.#hook((module as EngineModule).FS.filesystems.NODEFS);
    return super.init(engine, { ...options, preRun: [...(options.preRun ?? []), hook] } as ModuleOptions);
  }

  #hook(files: HostFiles): void {
    files.stream_ops.fsync = (stream) => {
      files.tryFSOperation(() => syncStream(files, stream));
      this.syncs++;
      return 0;
    };
    files.node_ops.rename = (node, newFolder, newName) => {
      const from = files.realPath(node);
      const to = `${files.realPath(newFolder)}/${newName}`;
      files.tryFSOperation(() => renameSync(from, to));
      node.name = newName;
    };
  }
}

/** A folder's stream has no descriptor of its own: it is opened for the sync, which makes renames in it last. */
function syncStream(files: HostFiles, stream: HostStream): void {
  if (stream.nfd !== undefined) return fdatasyncSync(stream.nfd);
  const descriptor = openSync(files.realPath(stream.node), 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
