import { appendFileSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { IDENTITY, type Twin } from '../../src/twin';
import { ensureAzureCli } from '../../tools/terraform/azure-cli';
import type { Environment } from '../../tools/terraform/endpoint';
import { type Result, run } from '../../tools/terraform/process';

/** The real Azure CLI, with a twin for its Azure and a configuration of its own. */
export class AzureCli {
  /** @param folder of its own, for its configuration */
  public static async for(twin: Twin, folder: string): Promise<AzureCli> {
    const cli = await ensureAzureCli({ build: false });
    if (!cli.ready) throw new Error(`${cli.missing[0].what}: ${cli.missing[0].how}`);
    return new AzureCli(cli.az, twin, folder);
  }

  /** What makes `az` in a child process this one. */
  readonly env: Environment;
  private readonly bundle: string;

  private constructor(
    private readonly binary: string,
    private readonly twin: Twin,
    private readonly folder: string,
  ) {
    this.bundle = join(folder, 'trusted.pem');
    this.trust(readFileSync(twin.certificateFile, 'utf8'));
    this.env = {
      AZURE_CONFIG_DIR: folder,
      AZURE_CORE_COLLECT_TELEMETRY: 'false',
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
      AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
      AZURE_CORE_NO_COLOR: 'true',
      REQUESTS_CA_BUNDLE: this.bundle,
      // A machine's own proxy has nothing to do with loopback.
      NO_PROXY: 'localhost,127.0.0.1',
      PATH: `${dirname(binary)}:${process.env.PATH}`,
    };
  }

  /** Lets it talk to what has a certificate of its own, beside the twin. */
  public trust(certificate: string): void {
    appendFileSync(this.bundle, `${certificate.trim()}\n`);
  }

  public call(...args: string[]): Promise<Result> {
    return run(this.binary, args, { cwd: this.folder, env: this.env });
  }

  /** The answer of `az`, as JSON. */
  public async az(...args: string[]): Promise<any> {
    const { code, stdout, stderr } = await this.call(...args, '--output', 'json');
    if (code !== 0) throw new Error(`az ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }

  /** `az rest`, for a path of the twin or an address. */
  public rest(method: string, path: string, body?: unknown): Promise<any> {
    const url = path.startsWith('https:') ? path : `${this.twin.endpoint}${path}`;
    return this.az('rest', '--method', method, '--url', url, ...(body ? ['--body', JSON.stringify(body)] : []));
  }

  /** Makes the twin its cloud, and signs in; the subscriptions that it found. */
  public async signIn(): Promise<any> {
    const { endpoint } = this.twin;
    const names = ['resource-manager', 'active-directory', 'active-directory-resource-id', 'management'];
    await this.az('cloud', 'register', '--name', 'Twin', ...names.flatMap((name) => [`--endpoint-${name}`, endpoint]));
    await this.az('cloud', 'set', '--name', 'Twin');
    const { clientId, tenantId } = IDENTITY;
    return this.az('login', '--service-principal', '--username', clientId, '--password', 'any', '--tenant', tenantId);
  }
}
