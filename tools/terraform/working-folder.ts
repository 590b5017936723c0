import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheFolder } from './machine';
import type { Toolchain } from './toolchain';

/** What has been copied into a working folder, as far as `init` is concerned. */
export interface Configuration {
  /** Changes whenever `init` has to run anew. */
  readonly needs: string;
  /** Providers that the stack requires, where `init` has nothing else to see to: no modules, nothing written by hand. */
  readonly requiredProviders?: object;
  /** Whether a provider may be configured more than once. */
  readonly hasAliases: boolean;
}

const SYNTHESIZED = 'cdk.tf.json';
const OVERRIDE = 'azpgbackup_override.tf.json';
const LOCK = '.terraform.lock.hcl';
export const PLAN = 'plan.bin';

/** What stays in the working folder when the configuration is exchanged. */
const KEPT = /^(\.terraform|\.terraform\.lock\.hcl|\.?terraform\.tfstate.*|plan\.bin)$/;
/** What a stack's own folder may have of an earlier run there. */
const LEFT_BEHIND = /^\.terraform|\.tfstate/;

/** Puts the configuration in `folder` in the place of the one that is in `work`; `folder` is left as it is. */
export async function copyConfiguration(folder: string, work: string): Promise<Configuration> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter(
    ({ name }) => !LEFT_BEHIND.test(name),
  );
  const written = entries.map(({ name }) => name).filter((name) => /\.(tf|tofu)(\.json)?$/.test(name));
  if (written.length === 0) throw new Error(`There is no Terraform configuration in ${folder}`);

  const wanted = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  for (const name of await readdir(work)) {
    if (!KEPT.test(name) && !wanted.has(name)) await rm(join(work, name), { recursive: true, force: true });
  }
  for (const entry of entries) {
    if (entry.name === SYNTHESIZED) continue;
    const [from, to] = [resolve(folder, entry.name), join(work, entry.name)];
    if (entry.isFile()) await copyFile(from, to);
    else if (entry.isDirectory()) await symlink(from, to, 'junction');
  }

  // The stack's state belongs to whoever deploys it; ours is the file next to this copy.
  const synthesized = written.includes(SYNTHESIZED) ? await copyWithoutBackend(folder, work) : undefined;
  const byHand = written.filter((name) => name !== SYNTHESIZED);
  if (byHand.length > 0) {
    await writeFile(join(work, OVERRIDE), JSON.stringify({ terraform: { backend: { local: {} } } }));
    const texts = await Promise.all(byHand.map((name) => readFile(join(folder, name), 'utf8')));
    return { needs: JSON.stringify([synthesized, texts]), hasAliases: texts.some((text) => /\balias\b/.test(text)) };
  }
  const { terraform, module, provider } = synthesized!;
  const requiredProviders = terraform?.required_providers;
  return {
    needs: JSON.stringify([requiredProviders, module]),
    ...(module ? {} : { requiredProviders }),
    hasAliases:
      module !== undefined ||
      Object.values(provider ?? {})
        .flat()
        .some(({ alias }: any) => alias),
  };
}

async function copyWithoutBackend(
  folder: string,
  work: string,
): Promise<{ terraform?: any; module?: unknown; provider?: object }> {
  const config = JSON.parse(await readFile(join(folder, SYNTHESIZED), 'utf8'));
  delete config.terraform?.backend;
  delete config.terraform?.cloud;
  await writeFile(join(work, SYNTHESIZED), JSON.stringify(config));
  return config;
}

/** Gives a working folder the providers and modules of the configuration that has been copied there. */
export async function initialize(
  work: string,
  { requiredProviders }: Configuration,
  toolchain: Toolchain,
  init: (folder: string) => Promise<void>,
): Promise<void> {
  // Not through the link that an earlier configuration may have left, into what all stacks share.
  await rm(join(work, '.terraform'), { recursive: true, force: true });
  await rm(join(work, LOCK), { force: true });
  if (requiredProviders === undefined || toolchain.providers === 'registry') await init(work);
  else await linkProviders(work, requiredProviders, toolchain, init);
  if (toolchain.providers === 'mirror') await dropChecksums(join(work, LOCK));
}

/** With them, each command would read through every provider, some hundred MB that were built on this very machine. */
async function dropChecksums(lock: string): Promise<void> {
  if (!existsSync(lock)) return;
  const text = await readFile(lock, 'utf8');
  await writeFile(lock, text.replace(/^ *hashes = \[[^\]]*\]\r?\n/gm, ''));
}

/**
 * Links the providers from an `init` done once for all stacks that require the same: what a mirror holds doesn't
 * change, and each `init` would read through every binary to compute its checksum.
 */
async function linkProviders(
  work: string,
  requiredProviders: object,
  { engine, version, cliConfigFile }: Toolchain,
  init: (folder: string) => Promise<void>,
): Promise<void> {
  const config = JSON.stringify({ terraform: { required_providers: requiredProviders } });
  const hash = createHash('sha256')
    .update([engine, version, await readFile(cliConfigFile, 'utf8'), config].join('\n'))
    .digest('hex');
  const shared = join(cacheFolder(), 'init', hash.slice(0, 16));
  if (!existsSync(join(shared, LOCK))) {
    await mkdir(join(cacheFolder(), 'init'), { recursive: true });
    const temporary = await mkdtemp(`${shared}-`);
    try {
      await writeFile(join(temporary, SYNTHESIZED), config);
      await init(temporary);
      await rename(temporary, shared);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      // Another process was quicker: its result is as good as ours.
      if (!existsSync(join(shared, LOCK))) throw error;
    }
  }
  await copyFile(join(shared, LOCK), join(work, LOCK));
  await mkdir(join(work, '.terraform'), { recursive: true });
  await symlink(join(shared, '.terraform', 'providers'), join(work, '.terraform', 'providers'), 'junction');
}
