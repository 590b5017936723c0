import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../src/twin/certificate';
import { start } from '../terraform/process';

/** A real blob store on loopback that takes the twin's tokens. */
export interface Azurite {
  /** `https://127.0.0.1:<port>`; blobs are at `<endpoint>/<account>/<container>/<name>`. */
  readonly endpoint: string;
  /** PEM of the certificate that clients have to trust. */
  readonly certificate: string;
  /** Ends it; what it holds is gone. */
  close(): Promise<void>;
}

const READY_SECONDS = 60;

/**
 * Starts Azurite for some storage accounts. It holds them in a temporary folder, and lets nobody in without a token: the
 * accounts have keys that nobody is told.
 */
export async function startAzurite(accounts: readonly string[]): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'azpgbackup-azurite-'));
  const { key, certificate } = await makeCertificate('Azurite');
  const [keyFile, certificateFile] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  await writeFile(keyFile, key, { mode: 0o600 });
  await writeFile(certificateFile, certificate);
  const args = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--location', join(folder, 'data'), '--silent'];
  args.push(
    '--oauth',
    'basic',
    '--cert',
    certificateFile,
    '--key',
    keyFile,
    '--skipApiVersionCheck',
    '--disableTelemetry',
  );
  const env = {
    AZURITE_ACCOUNTS: accounts.map((name) => `${name}:${randomBytes(64).toString('base64')}`).join(';'),
    NODE_OPTIONS: undefined,
  };
  let ready: (endpoint: string) => void = () => {};
  const listening = new Promise<string>((resolve) => (ready = resolve));
  const running = start(process.execPath, [require.resolve('azurite/dist/src/blob/main.js'), ...args], {
    cwd: folder,
    env,
    onLine(line) {
      const [, endpoint] = /successfully listens on (https:\S+)/.exec(line) ?? [];
      if (endpoint !== undefined) ready(endpoint);
    },
  });
  const close = async (): Promise<void> => {
    running.kill('SIGKILL');
    await running.done.catch(() => {});
    await rm(folder, { recursive: true, force: true });
  };
  const timer: { id?: NodeJS.Timeout } = {};
  const late = new Promise<never>((_, reject) => {
    timer.id = setTimeout(
      () => reject(new Error(`Azurite isn't ready after ${READY_SECONDS} s`)),
      READY_SECONDS * 1000,
    );
  });
  const over = running.done.then(({ code, stderr }) => {
    throw new Error(`Azurite ended with ${code}: ${stderr}`);
  });
  // Its end is only news while it is waited for.
  over.catch(() => {});
  try {
    return { endpoint: await Promise.race([listening, over, late]), certificate, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    clearTimeout(timer.id);
  }
}
