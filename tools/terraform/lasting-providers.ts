import type { Environment } from './endpoint';
import { type Running, start } from './process';

/** A provider's program, which can also be started by others than an engine. */
export interface ProviderProgram {
  /** Name under which the engine knows the provider. */
  readonly address: string;
  readonly binary: string;
  /** Has it wait for engines that attach to it, one after another. */
  readonly flag: string;
}

/** Providers that a command has to itself. */
export interface Loan {
  /** Attaches an engine to them. */
  readonly env: Environment;
  giveBack(reusable?: boolean): Promise<void>;
}

/** For a command that starts its providers itself. */
export const NOTHING_LENT: Loan = { env: {}, giveBack: async () => {} };

/**
 * Uncollected like those that an engine starts, which end soon, they would fill the memory. So azurerm takes 300 to 400 MB,
 * and no more of the processors than without a collection.
 */
const COLLECTED: Environment = { GOGC: '400', GOMEMLIMIT: '400MiB' };

/** What tells an engine which providers are running already. */
const ATTACH = 'TF_REATTACH_PROVIDERS';

/**
 * Providers that run on from one command of an engine to the next, as starting azurerm, several times, is half the work of
 * most commands. A provider holds one configuration at a time: each command has a set of them to itself.
 */
export class LastingProviders {
  private readonly all = new Set<ProviderSet>();
  private idle: ProviderSet[] = [];
  private closed = false;

  constructor(
    private readonly programs: readonly ProviderProgram[],
    private readonly env: Environment,
  ) {}

  public async borrow(): Promise<Loan> {
    if (this.closed) throw new Error('The providers have been ended');
    this.idle = this.idle.filter(({ isWhole }) => isWhole);
    const set = this.idle.pop() ?? this.start();
    return { env: { [ATTACH]: await set.attachment }, giveBack: (reusable = true) => this.takeBack(set, reusable) };
  }

  public async close(): Promise<void> {
    this.closed = true;
    this.idle = [];
    await Promise.all([...this.all].map((set) => this.end(set)));
  }

  private start(): ProviderSet {
    const set = new ProviderSet(this.programs, { ...this.env, ...COLLECTED });
    this.all.add(set);
    return set;
  }

  private async takeBack(set: ProviderSet, reusable: boolean): Promise<void> {
    if (reusable && set.isWhole && !this.closed) this.idle.push(set);
    else await this.end(set);
  }

  private async end(set: ProviderSet): Promise<void> {
    await set.end();
    this.all.delete(set);
  }
}

class ProviderSet {
  /** Where to reach those that could be started; an engine starts the others itself. */
  readonly attachment: Promise<string>;
  /** Whether all of them are running. */
  public isWhole = true;
  private readonly running: Running[] = [];

  constructor(programs: readonly ProviderProgram[], env: Environment) {
    const attachments = programs.map(async (program) => [program.address, await this.start(program, env)]);
    this.attachment = Promise.all(attachments).then((all) => JSON.stringify(Object.fromEntries(all)));
  }

  public async end(): Promise<void> {
    // They remove their sockets then.
    for (const running of this.running) running.kill('SIGINT');
    await Promise.allSettled(this.running.map(({ done }) => done));
  }

  /** Where it can be reached, as it tells its user; undefined if it has ended before. */
  private start({ binary, flag }: ProviderProgram, env: Environment): Promise<unknown> {
    return new Promise((resolve) => {
      const onLine = (line: string) => {
        const [, told] = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line) ?? [];
        if (told) resolve(Object.values(JSON.parse(told))[0]);
      };
      const running = start(binary, [flag], { env, onLine, yields: true, tethered: true });
      this.running.push(running);
      const hasEnded = () => {
        this.isWhole = false;
        resolve(undefined);
      };
      running.done.then(hasEnded, hasEnded);
    });
  }
}
