import { messageLine } from './name';
import { Terminal } from './terminal';

/** The terminal of this process. */
export function processTerminal(version: string): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    // Who reads the output may have read enough (`| head`): what was found stays found, and its exit code too.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = 2;
      if (stream === process.stdout) process.stderr.write(messageLine(`can't print: ${error.message}`));
    });
  }
  const { NO_COLOR = '', TERM } = process.env;
  return {
    version,
    cwd: process.cwd(),
    colour: process.stdout.isTTY && NO_COLOR === '' && TERM !== 'dumb',
    today: () => new Date().toISOString().slice(0, 10),
    stdin,
    print: (text) => void process.stdout.write(text),
    tell: (text) => void process.stderr.write(text),
    say: (line) => void process.stderr.write(messageLine(line)),
  };
}

/** Ends the process once all is printed, and waits for nothing else: the engine would go on compiling what nobody calls. */
export async function leave(exitCode: number): Promise<void> {
  process.exitCode ||= exitCode;
  const printed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  await Promise.all(printed);
  // What went wrong with the last of it is told behind that.
  setImmediate(() => process.exit());
}

async function stdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
