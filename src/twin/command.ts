import { BlobService } from './blob-service';
import { EDITION_IDS, type EditionId } from './editions';
import { type Restores, Twin, type TwinOptions } from './twin';

/** What a command line said, as text. */
export interface TwinArguments {
  readonly port?: string;
  readonly rbacDelay?: string;
  readonly edition?: string;
  readonly snapshot?: string;
  readonly restoreFrom?: string;
  readonly blobs?: string;
}

/** What is wrong with the command line, in one line. */
export class TwinUsageError extends Error {}

/**
 * Runs a twin in the foreground: one line of JSON on standard output once it is ready, nothing after it; ends cleanly on
 * SIGTERM and SIGINT.
 */
export async function runTwin(
  given: TwinArguments,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<void> {
  const twin = await start(readOptions(given));
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const { endpoint, certificateFile: certificate, env } = twin;
  print(`${JSON.stringify({ endpoint, certificate, env })}\n`);
  await ended;
  await twin.close();
}

async function start(options: TwinOptions): Promise<Twin> {
  try {
    return await Twin.start(options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new TwinUsageError(`Port ${options.port} is in use; choose another one, or leave --port out.`);
    }
    if (code === 'EACCES') throw new TwinUsageError(`Port ${options.port} may not be used; choose one above 1023.`);
    throw new TwinUsageError(message);
  }
}

function readOptions(given: TwinArguments): TwinOptions {
  return {
    port: readNumber('--port', given.port, 0, 65_535),
    rbacDelaySeconds: readNumber('--rbac-delay', given.rbacDelay, 0, 86_400),
    edition: readEdition(given.edition),
    snapshotFile: given.snapshot,
    restores: readRestores(given),
  };
}

/** Files come from somewhere and go somewhere: one without the other is a mistake. */
function readRestores({ restoreFrom: from, blobs }: TwinArguments): Restores | undefined {
  if (from === undefined && blobs === undefined) return undefined;
  if (from === undefined) throw new TwinUsageError('`--blobs` needs `--restore-from` beside it.');
  if (blobs === undefined) throw new TwinUsageError('`--restore-from` needs `--blobs` beside it.');
  if (URL.canParse(blobs) && new URL(blobs).protocol === 'https:') return { from, to: new BlobService(blobs) };
  throw new TwinUsageError(`\`--blobs\` must be a URL with https, got: ${blobs}.`);
}

function readNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new TwinUsageError(`\`${name}\` must be between ${least} and ${most}, got: ${text}.`);
}

function readEdition(text: string | undefined): EditionId | undefined {
  if (text === undefined) return undefined;
  const found = EDITION_IDS.find((id) => id === text);
  if (found) return found;
  throw new TwinUsageError(`\`--edition\` must be one of ${EDITION_IDS.join(', ')}, got: ${text}.`);
}
