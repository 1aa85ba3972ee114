import type { Command } from 'commander';
import { OperatorToken, operatorTokenFile } from '../access/index.ts';
import { exitCodes } from './exit-codes.ts';
import { cliMessages as messages } from './messages.ts';
import { withClient, type OpenSession, type Session, type SetCode } from './session.ts';

interface Letter {
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
}

/** `token`, `letters`: what the operator does about people signing in. */
export function peopleCommands(program: Command, session: OpenSession, setCode: SetCode): void {
  const token = program.command('token').description("The operator's token");
  token
    .command('renew')
    .description('Make another token; the old one, and sessions begun with it, open nothing any more')
    .action(async () => setCode(await renew(session())));
  token
    .command('revoke')
    .description('Take the token back: nobody is the operator until "token renew"')
    .action(async () => setCode(await revoke(session())));
  program
    .command('letters')
    .description('Letters that were not sent, for want of a mail server: pass their links on')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => setCode(await showLetters(session(), options.json ?? false)));
}

/** A token that was taken back cannot ask for another one: whoever may write its file makes it. */
async function renew(session: Session): Promise<number> {
  const kept = new OperatorToken(session.config.dataFolder);
  if (kept.text === '') kept.renew();
  else await withClient(session, (client) => client.send('POST', '/operator-token').then(() => exitCodes.done));
  session.terminal.say(messages.tokenRenewed, { file: operatorTokenFile(session.config.dataFolder) });
  return exitCodes.done;
}

async function revoke(session: Session): Promise<number> {
  await withClient(session, (client) => client.send('DELETE', '/operator-token').then(() => exitCodes.done));
  session.terminal.say(messages.tokenRevoked);
  return exitCodes.done;
}

async function showLetters(session: Session, json: boolean): Promise<number> {
  return withClient(session, async (client) => {
    const { letters } = await client.get<{ letters: Letter[] }>('/letters');
    if (json) session.terminal.print(JSON.stringify(letters));
    else if (letters.length === 0) session.terminal.say(messages.nothing);
    else {
      for (const { recipient, subject, text } of letters) {
        session.terminal.say(messages.letter, { recipient, subject });
        session.terminal.print(text);
      }
    }
    return exitCodes.done;
  });
}
