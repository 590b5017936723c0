import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import type { Server } from 'https';
import { tmpdir } from 'os';
import { join } from 'path';
import { rootCertificates } from 'tls';
import { ArmError } from './arm/error';
import { isObject } from './arm/json';
import { type Answer, type Incoming, refusal } from './arm/message';
import { Azure } from './azure';
import { type BlobStore, Delivery } from './backup/delivery';
import { Dumps } from './backup/dumps';
import { makeCertificate } from './certificate';
import { answerControl, type Seen } from './control';
import { DATA_PLANE, KEY_VAULT_DOMAIN } from './data-plane';
import { DEFAULT_EDITION, type EditionId } from './editions';
import { type Fault, Faults } from './faults';
import { closeServer, type Handled, listen, portOf } from './https';
import { answerGraph, answerSignIn, type Identity } from './sign-in';
import { Clock } from './state/clock';

/** Whom clients sign in as; the twin takes anybody for the owner of everything. */
export const IDENTITY: Identity = {
  tenantId: '22222222-2222-4222-8222-222222222222',
  clientId: '33333333-3333-4333-8333-333333333333',
  objectId: '44444444-4444-4444-8444-444444444444',
};
export const SUBSCRIPTION_ID = '11111111-1111-4111-8111-111111111111';

/** More would be a leak, not a log. */
const MAX_SEEN = 100_000;

export interface TwinOptions {
  /** Default: the system chooses one. */
  readonly port?: number;
  /** Default 0. */
  readonly rbacDelaySeconds?: number;
  /** Default: the newest that is generally available. */
  readonly edition?: EditionId;
  /** What the twin's clock shows at the start, an instant; default: the machine's time. */
  readonly startAt?: string;
  /** Read at the start where it exists, written when asked and at the end. */
  readonly snapshotFile?: string;
  /** Lets restores leave real files; default: they are noted, and nothing is in them. */
  readonly restores?: Restores;
}

/** What restores are made of. */
export interface Restores {
  /** Folder with a folder of its own for each server, and in that a dump: files named as a restore names them. */
  readonly from: string;
  readonly to: BlobStore;
}

/** A local Azure: real clients talk to it over HTTPS, and it refuses what Azure refuses. */
export class Twin {
  /** Starts one on a loopback port. */
  public static async start(options: TwinOptions = {}): Promise<Twin> {
    const certificate = await makeCertificate();
    const waiting: { handle?: (request: Incoming) => Promise<Handled> } = {};
    const server = await listen(options.port ?? 0, certificate, (request) => waiting.handle!(request));
    try {
      const twin = new Twin(server, certificate.certificate, options);
      waiting.handle = (request) => twin.handle(request);
      return twin;
    } catch (error) {
      await closeServer(server);
      throw error;
    }
  }

  /** `https://localhost:<port>` */
  readonly endpoint: string;
  /** PEM file of the certificate that clients have to trust. */
  readonly certificateFile: string;
  /** Every variable that Terraform with azurerm and azapi needs to talk to the twin. */
  readonly env: Readonly<Record<string, string>>;
  /** What exists, and the clock; for those who run in the same process. */
  readonly azure: Azure;
  readonly faults = new Faults();
  /** Requests in the order in which they were answered, those of the control routes left out. */
  readonly requests: Seen[] = [];
  /** Requests that had no route, as `METHOD path`. */
  readonly unanswered: string[] = [];
  private readonly folder: string;
  private readonly delivery?: Delivery;

  private constructor(
    private readonly server: Server,
    certificate: string,
    private readonly options: TwinOptions,
  ) {
    this.endpoint = `https://localhost:${portOf(server)}`;
    const { restores } = options;
    const dumps = restores && new Dumps(restores.from);
    this.azure = new Azure(
      {
        rbacDelaySeconds: options.rbacDelaySeconds ?? 0,
        edition: options.edition ?? DEFAULT_EDITION,
        tenantId: IDENTITY.tenantId,
        ownerId: IDENTITY.objectId,
        subscriptionId: SUBSCRIPTION_ID,
        dumps,
        origin: this.endpoint,
      },
      new Clock(options.startAt),
    );
    this.delivery = restores && new Delivery(this.azure, dumps!, restores.to);
    if (options.snapshotFile !== undefined) {
      readSnapshot(this.azure, options.snapshotFile);
      // A file that can't be written is better known now than at the end.
      this.saveSnapshot();
    }
    this.folder = mkdtempSync(join(tmpdir(), 'azpgbackup-twin-'));
    this.certificateFile = join(this.folder, 'certificate.pem');
    writeFileSync(this.certificateFile, certificate);
    // Go takes this file in the place of the system's, and the same process may have to reach a registry.
    const trusted = join(this.folder, 'trusted.pem');
    writeFileSync(trusted, [certificate.trim(), ...rootCertificates, ''].join('\n'));
    this.env = environment(this.endpoint, trusted);
  }

  /** Makes a fault wait for the requests that it strikes. */
  public addFault(fault: Fault): void {
    this.faults.add(fault);
  }

  /** Writes everything that exists to the snapshot's file, whole or not at all. */
  public saveSnapshot(): void {
    const { snapshotFile } = this.options;
    if (snapshotFile === undefined) {
      throw new ArmError(409, 'NoSnapshotFile', 'The twin was started without --snapshot.');
    }
    const temporary = `${snapshotFile}.${process.pid}`;
    try {
      writeFileSync(temporary, `${JSON.stringify(this.azure.toSnapshot(), null, 2)}\n`);
      renameSync(temporary, snapshotFile);
    } catch (error) {
      throw new Error(`The snapshot ${snapshotFile} can't be written: ${(error as Error).message}`);
    }
  }

  public async close(): Promise<void> {
    await closeServer(this.server);
    await this.settle();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.options.snapshotFile !== undefined) this.saveSnapshot();
  }

  /** Ends when the files of all restores that have ended are where they belong; requests wait for that by themselves. */
  public async settle(): Promise<void> {
    this.azure.catchUp();
    await this.delivery?.settle();
  }

  private async handle(request: Incoming): Promise<Handled> {
    await this.settle();
    const handled = this.handled(request);
    // What moved the clock is answered when what lay between has happened.
    await this.delivery?.settle();
    return handled;
  }

  private handled(request: Incoming): Handled {
    const control = this.attempt(() => answerControl(request, this));
    if (control) return { answer: control };
    const fault = this.faults.strike(request.method, request.path);
    const handled = this.struck(request, fault);
    if (this.requests.length < MAX_SEEN) {
      this.requests.push({ method: request.method, path: request.path, status: handled.answer.status });
    }
    return handled;
  }

  private struck(request: Incoming, fault: Fault | undefined): Handled {
    const seconds = fault?.seconds ?? 1;
    switch (fault?.kind) {
      case undefined:
        return { answer: this.answer(request) };
      case 'throttled': {
        const error = new ArmError(429, 'TooManyRequests', 'The request was throttled. Retry it later.');
        return { answer: refusal(error, { 'Retry-After': String(seconds) }) };
      }
      case 'unavailable': {
        const error = new ArmError(
          fault.status ?? 503,
          'ServerUnavailable',
          'The service is unavailable at the moment.',
        );
        return { answer: refusal(error) };
      }
      case 'reset':
        return { answer: { status: 0 }, broken: true };
      case 'lostAnswer':
        return { answer: this.answer(request), broken: true };
      case 'slow':
        return { answer: this.answer(request), delaySeconds: seconds };
      case 'failedOperation':
        return { answer: this.failLater(request) };
    }
  }

  /** What the write would have answered, except that its operation ends badly and nothing was done. */
  private failLater(request: Incoming): Answer {
    const { answer, fails } = this.azure.rehearse(() => {
      const would = this.plainAnswer(request);
      return { answer: would, fails: would.running !== undefined };
    });
    if (!fails) return this.answer(request);
    const error = new ArmError(
      500,
      'InternalServerError',
      'An unexpected error occurred while processing the request.',
    );
    return this.finish({ ...answer, running: { error } });
  }

  private answer(request: Incoming): Answer {
    return this.finish(this.plainAnswer(request));
  }

  private plainAnswer(request: Incoming): Answer {
    return this.attempt(() => this.route(request))!;
  }

  private route(request: Incoming): Answer {
    const signIn = answerSignIn(request, this.endpoint, IDENTITY);
    if (signIn) return signIn;
    if (!isSignedIn(request)) {
      const error = new ArmError(
        401,
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
      );
      return refusal(error, { 'WWW-Authenticate': challenge(this.endpoint, request.path) });
    }
    const answer = answerGraph(request, IDENTITY) ?? this.azure.answer(request);
    if (answer) return answer;
    const what = `${request.method} ${request.path}`;
    this.unanswered.push(what);
    // 501 is the one 5xx status that Azure's SDK doesn't retry.
    throw new ArmError(501, 'NotImplemented', `The twin has no answer to ${what}.`);
  }

  private attempt(work: () => Answer | undefined): Answer | undefined {
    try {
      return work();
    } catch (error) {
      if (error instanceof ArmError) return refusal(error);
      throw error;
    }
  }

  /** Gives a long-running operation its address. */
  private finish(answer: Answer): Answer {
    const { running, ...rest } = answer;
    if (!running) return answer;
    const path = this.azure.operations.begin(running, this.azure.clock.text());
    const version = 'api-version=2020-01-01';
    return {
      ...rest,
      headers: {
        ...rest.headers,
        'Azure-AsyncOperation': `${this.endpoint}${path}?${version}`,
        Location: `${this.endpoint}${path}/result?${version}`,
        'Retry-After': '0',
      },
    };
  }
}

function isSignedIn({ path, headers }: Incoming): boolean {
  const schemes = path.startsWith(DATA_PLANE) ? /^(Bearer|SharedKey) / : /^Bearer /;
  return schemes.test(headers.authorization ?? '');
}

/** Tells where a token is to be had; clients of key vaults ask without one first. */
function challenge(endpoint: string, path: string): string {
  const resource = path.startsWith(DATA_PLANE) ? `https://${KEY_VAULT_DOMAIN}` : endpoint;
  return `Bearer authorization="${endpoint}/${IDENTITY.tenantId}", resource="${resource}"`;
}

function readSnapshot(azure: Azure, file: string): void {
  if (!existsSync(file)) return;
  try {
    const snapshot: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isObject(snapshot)) throw new Error('it is not a snapshot of a twin');
    azure.restoreSnapshot(snapshot);
  } catch (error) {
    throw new Error(`The snapshot ${file} can't be read: ${(error as Error).message}`);
  }
}

function environment(endpoint: string, trusted: string): Record<string, string> {
  return {
    // azurerm asks here where everything else is.
    ARM_METADATA_HOSTNAME: new URL(endpoint).host,
    ARM_SUBSCRIPTION_ID: SUBSCRIPTION_ID,
    ARM_TENANT_ID: IDENTITY.tenantId,
    ARM_CLIENT_ID: IDENTITY.clientId,
    // A client secret makes azapi look for Microsoft's public cloud; a managed identity doesn't.
    ARM_USE_MSI: 'true',
    ARM_MSI_ENDPOINT: `${endpoint}/msi`,
    IDENTITY_ENDPOINT: `${endpoint}/msi`,
    IDENTITY_HEADER: 'twin',
    ARM_USE_CLI: 'false',
    ARM_RESOURCE_PROVIDER_REGISTRATIONS: 'none',
    ARM_DISABLE_TERRAFORM_PARTNER_ID: 'true',
    // azapi doesn't ask where anything is.
    ARM_RESOURCE_MANAGER_ENDPOINT: endpoint,
    ARM_RESOURCE_MANAGER_AUDIENCE: endpoint,
    ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: endpoint,
    // Key vaults and storage accounts have addresses of their own, which only the twin can reach. What is asked for over
    // HTTPS, by whatever tool, doesn't pass through here.
    HTTP_PROXY: endpoint,
    GO_AZURE_SDK_SKIP_POLLING_DELAY: 'true',
    CHECKPOINT_DISABLE: '1',
    SSL_CERT_FILE: trusted,
  };
}
