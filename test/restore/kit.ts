import { join } from 'path';
import { Cluster } from '../../tools/restore/cluster';
import { likeAzure } from '../../tools/restore/estate';
import { ensurePostgres, Postgres } from '../../tools/restore/postgres';
import { Steps } from '../../tools/restore/steps';
import { describeMissing } from '../../tools/terraform/machine';
import { temporaryFolder } from '../temporary';

/** Throw-away servers of one test file. */
export class Clusters {
  private readonly clusters: Cluster[] = [];

  /** A server as Azure hands it over: its superuser belongs to the service. */
  public async start(options: { readonly dataFolder?: string } = {}): Promise<Cluster> {
    const cluster = await Cluster.start({ postgres: await realPostgres(), superuser: 'azuresu', ...options });
    this.clusters.push(cluster);
    return cluster;
  }

  /** An empty one with an administrator in it. */
  public async target(options: { readonly dataFolder?: string } = {}): Promise<Cluster> {
    const cluster = await this.start(options);
    await likeAzure(cluster);
    return cluster;
  }

  public async stop(): Promise<void> {
    await Promise.all(this.clusters.splice(0).map((cluster) => cluster.stop()));
  }
}

export async function realPostgres(): Promise<Postgres> {
  const found = await ensurePostgres({ build: false });
  if (!found.ready) throw new Error(describeMissing(found));
  return found;
}

/** Steps in a folder of their own, gone after the test. With a space in its name: people have such folders. */
export function stepsFor(target: Cluster, files: string): Steps {
  return new Steps(target, files, join(temporaryFolder(), 'run book'));
}
