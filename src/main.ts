import { runCli } from './cli/index.ts';

// Entry of the command `lienthong`.
process.exitCode = await runCli(process.argv.slice(2), process.env);
process.exit();
