import type { Node } from 'yaml';
import { Configuration, NO_CONFIGURATION, Prices, WrittenAcknowledgement } from './configuration';
import { Nodes } from './nodes';
import { Severity } from '../../findings/finding';
import { LIMITS } from '../../matrix/limits';
import { SupportMatrix } from '../../matrix/support-matrix';
import { Profile } from '../../validation/profile';
import { parameterProblem, ProfileProblem, ruleProblem, severityProblem } from '../../validation/profile-checks';
import { Problem } from '../problem';
import { dayOf, notOneOf } from '../values';

const KEYS = ['edition', 'profiles', 'acknowledgements', 'sizes', 'prices'] as const;
const PROFILE_KEYS = ['name', 'description', 'basedOn', 'rules', 'severities', 'parameters'] as const;
const ACKNOWLEDGEMENT_KEYS = ['rule', 'resource', 'reason', 'owner', 'expires'] as const;
const PRICE_KEYS = ['currency', 'protectedInstanceUnit', 'storagePerGbMonth'] as const;

/** Reads a configuration file; `file` is what messages call it. */
export function parseConfiguration(text: string, file: string): Configuration {
  const nodes = new Nodes(text);
  const configuration = nodes.root === null ? NO_CONFIGURATION : new FileReader(nodes).read(nodes.root);
  if (nodes.problems.length > 0) throw new Problem(...nodes.problems.map((problem) => `${file}:${problem}`));
  return { ...configuration, file };
}

class FileReader {
  private readonly own = new Map<string, Profile>();

  public constructor(private readonly nodes: Nodes) {}

  public read(root: Node): Configuration {
    const { edition, profiles, acknowledgements, sizes, prices } = this.nodes.fields(root, 'the configuration', KEYS);
    return {
      edition: edition && this.edition(edition.value),
      profiles: profiles === undefined ? [] : this.profiles(profiles.value),
      own: this.own,
      acknowledgements: acknowledgements === undefined ? [] : this.acknowledgements(acknowledgements.value),
      sizes: sizes === undefined ? new Map() : this.sizes(sizes.value),
      prices: prices && this.prices(prices.value),
    };
  }

  private edition(node: Node | null): string | undefined {
    const id = this.nodes.text(node, '`edition`');
    const ids = SupportMatrix.all().map((edition) => edition.id);
    if (id === undefined || ids.includes(id)) return id;
    return this.nodes.fail(node, notOneOf('edition', id, ids));
  }

  /** Names of profiles, and profiles of the file's own: those are known from their place on. */
  private profiles(node: Node | null): string[] {
    const names: string[] = [];
    for (const item of this.nodes.items(node, '`profiles`')) {
      const name = this.nodes.isText(item) ? this.knownProfile(item) : this.ownProfile(item);
      if (name === undefined) continue;
      if (names.includes(name)) this.nodes.fail(item, `profile "${name}" is named twice`);
      names.push(name);
    }
    return names;
  }

  private knownProfile(node: Node | null): string | undefined {
    const name = this.nodes.text(node, 'a profile');
    const names = [...Profile.all().map((profile) => profile.name), ...this.own.keys()];
    if (name === undefined || names.includes(name)) return name;
    return this.nodes.fail(node, notOneOf('profile', name, names));
  }

  private ownProfile(node: Node | null): string | undefined {
    const fields = this.nodes.fields(node, 'a profile', PROFILE_KEYS);
    const name = fields.name && this.nodes.text(fields.name.value, '`name` of a profile');
    if (fields.name === undefined) return this.nodes.fail(node, 'a profile must have a `name`');
    if (name === undefined) return undefined;
    if (!/^[a-z][a-z0-9-]*$/.test(name)) {
      return this.nodes.fail(fields.name.value, '`name` of a profile must be lower-case letters, digits and dashes');
    }
    if (Profile.all().some((profile) => profile.name === name) || this.own.has(name)) {
      return this.nodes.fail(fields.name.value, `there is a profile "${name}" already`);
    }
    // What isn't sound is left out, and the profile is known by its name all the same: the rest of the file may use it.
    const profile = Profile.of(name, {
      description: fields.description && this.nodes.text(fields.description.value, '`description`'),
      basedOn: fields.basedOn && this.basedOn(fields.basedOn.value),
      rules: fields.rules && this.ruleIds(fields.rules.value),
      severities: fields.severities && this.severities(fields.severities.value),
      parameters: fields.parameters && this.parameters(fields.parameters.value),
    });
    this.own.set(name, profile);
    return name;
  }

  private basedOn(node: Node | null): Profile[] {
    return this.nodes.items(node, '`basedOn`').flatMap((item) => {
      const name = this.knownProfile(item);
      const found = Profile.all().find((profile) => profile.name === name) ?? this.own.get(name ?? '');
      return found === undefined ? [] : [found];
    });
  }

  private ruleIds(node: Node | null): string[] {
    return this.nodes.items(node, '`rules`').flatMap((item) => {
      const id = this.nodes.text(item, 'the id of a rule');
      return id === undefined || this.objects(item, ruleProblem(id)) ? [] : [id];
    });
  }

  private severities(node: Node | null): Record<string, Severity> {
    const found: Record<string, Severity> = {};
    for (const { name, key, value } of this.nodes.entries(node, '`severities`')) {
      const severity = this.nodes.text(value, `the severity of ${name}`);
      if (severity === undefined) continue;
      const unknown = noRule(name, '`severities` must hold ids of rules');
      if (this.objects(unknown ? key : value, unknown ?? severityProblem(name, severity))) continue;
      found[name] = severity as Severity;
    }
    return found;
  }

  private parameters(node: Node | null): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { name, key, value } of this.nodes.entries(node, '`parameters`')) {
      const text = this.nodes.text(value, `\`${name}\``);
      if (text === undefined || this.objects(key, parameterProblem(name, text))) continue;
      found[name] = text;
    }
    return found;
  }

  private objects(node: Node | null, problem: ProfileProblem | undefined): boolean {
    if (problem === undefined) return false;
    this.nodes.fail(node, `${problem.message.replace(/\.$/, '')}; ${problem.mend}`);
    return true;
  }

  private acknowledgements(node: Node | null): WrittenAcknowledgement[] {
    const seen = new Map<string, number>();
    return this.nodes.items(node, '`acknowledgements`').flatMap((item) => {
      const written = item === null ? undefined : this.acknowledgement(item);
      if (item === null) this.nodes.fail(node, 'an acknowledgement must be a mapping of keys to values');
      if (written === undefined) return [];
      const key = JSON.stringify([written.rule, written.resource]);
      const before = seen.get(key);
      seen.set(key, before ?? written.line);
      if (before === undefined) return [written];
      return (
        this.nodes.fail(item, `${written.rule} is acknowledged twice for ${written.resource}: see line ${before}`) ?? []
      );
    });
  }

  private acknowledgement(node: Node): WrittenAcknowledgement | undefined {
    const fields = this.nodes.fields(node, 'an acknowledgement', ACKNOWLEDGEMENT_KEYS);
    for (const needed of ['rule', 'resource', 'expires'] as const) {
      if (fields[needed] === undefined) this.nodes.fail(node, `an acknowledgement must have \`${needed}\``);
    }
    const text = (name: (typeof ACKNOWLEDGEMENT_KEYS)[number]) =>
      fields[name] && this.nodes.text(fields[name].value, `\`${name}\` of an acknowledgement`);
    const [rule, resource, reason, owner, expires] = ACKNOWLEDGEMENT_KEYS.map(text);
    if (rule !== undefined && this.objects(fields.rule!.value, noRule(rule, '`rule` must be the id of a rule'))) {
      return undefined;
    }
    if (resource?.trim() === '') {
      return this.nodes.fail(fields.resource!.value, '`resource` must be an address, a construct path, or a glob');
    }
    if (expires !== undefined && dayOf(expires) === undefined) {
      return this.nodes.fail(fields.expires!.value, `\`expires\` must be a date as YYYY-MM-DD, got: ${expires}`);
    }
    if (rule === undefined || resource === undefined || expires === undefined) return undefined;
    return {
      rule,
      resource,
      reason: reason?.trim() ?? '',
      owner: owner?.trim() ?? '',
      expires,
      line: this.nodes.line(node),
    };
  }

  private sizes(node: Node | null): Map<string, number> {
    const sizes = new Map<string, number>();
    for (const { name, value } of this.nodes.entries(node, '`sizes`')) {
      const text = this.nodes.text(value, `the size of ${name}, such as 480 GB,`);
      const size = text === undefined ? undefined : gibibytes(text);
      if (size !== undefined) {
        sizes.set(name, size);
      } else if (text !== undefined) {
        this.nodes.fail(value, `the size of ${name} must be such as 480 GB or 1.5 TB, got: ${text}`);
      }
    }
    return sizes;
  }

  private prices(node: Node | null): Prices | undefined {
    const fields = this.nodes.fields(node, '`prices`', PRICE_KEYS);
    const { currency, protectedInstanceUnit, storagePerGbMonth } = fields;
    if (currency === undefined) return this.nodes.fail(node, '`prices` must have a `currency`');
    const code = this.nodes.text(currency.value, '`currency`');
    if (code !== undefined && !/^[A-Z]{3}$/.test(code)) {
      this.nodes.fail(currency.value, `\`currency\` must be three letters, such as EUR, got: ${code}`);
    }
    const redundancies = LIMITS.redundancy.allowed;
    const storage: Record<string, number> = {};
    if (storagePerGbMonth !== undefined) {
      const given = this.nodes.fields(storagePerGbMonth.value, '`storagePerGbMonth`', redundancies);
      for (const redundancy of redundancies) {
        const entry = given[redundancy];
        const price = entry && this.nodes.number(entry.value, `the price of ${redundancy}`);
        if (price !== undefined) storage[redundancy] = price;
      }
    }
    return {
      currency: code ?? '',
      protectedInstanceUnit:
        protectedInstanceUnit && this.nodes.number(protectedInstanceUnit.value, '`protectedInstanceUnit`'),
      storagePerGbMonth: storage,
    };
  }
}

/** Sizes are binary, as those of Azure's disks are (decision 0002). */
const UNITS: Readonly<Record<string, number>> = { MB: 1 / 1024, GB: 1, TB: 1024 };

function gibibytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([MGT])i?B$/.exec(text);
  return match === null ? undefined : Number(match[1]) * UNITS[`${match[2]}B`];
}

/** @param must what the key wants that the id stands at */
function noRule(id: string, must: string): ProfileProblem | undefined {
  const problem = ruleProblem(id);
  return problem && { ...problem, message: `${must}, got: ${id}` };
}
