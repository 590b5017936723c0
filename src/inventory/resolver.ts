import { ArmScope, Place, Symbolic } from './arm-scope';
import { ABSENT, Fact, known, Link, unknown } from './fact';
import { DescribedResource, SourceDocument, SourceResource } from './source';
import { Reference, Template, Unknown, Value, ValueMap } from './value';

/** Longer chains of references than this are circles. */
const MAX_HOPS = 32;

/** Follows references of one document to what they stand for. */
export class Resolver {
  private readonly resources = new Map<string, SourceResource>();
  private readonly describedById = new Map<string, DescribedResource>();

  public constructor(document: SourceDocument) {
    for (const resource of document.resources) this.resources.set(resource.key, resource);
    for (const described of document.described) this.adopt(described);
  }

  /** From now on the id names this. */
  public adopt(described: DescribedResource): void {
    this.describedById.set(idKey(this.text(described.id)), described);
  }

  public resource(key: string): SourceResource | undefined {
    return this.resources.get(key);
  }

  /** What a value stands for: references to written arguments are replaced by them, ids stay references. */
  public follow(value: Value, hops = 0): Value {
    if (!(value instanceof Reference)) return value;
    if (hops > MAX_HOPS) return new Unknown(`${value} refers to itself`, [value]);
    const target = this.resources.get(value.key);
    if (target === undefined) return new Unknown(`${value} is not in this configuration`, [value]);
    const [name, ...rest] = value.attribute;
    if (name === undefined || name === 'id') return value;
    let found: Value = target.attribute(name);
    for (const step of rest) found = child(this.follow(found, hops + 1), step);
    if (found === undefined || found === null) {
      return new Unknown(
        target.mode === 'data' ? `${value} is read when Terraform plans` : `${value} is known after apply`,
        [value],
      );
    }
    return this.follow(found, hops + 1);
  }

  public string(value: Value): Fact<string> {
    const found = this.follow(value);
    if (found === undefined || found === null) return ABSENT;
    if (typeof found === 'string') return known(found);
    if (typeof found === 'number' || typeof found === 'boolean') return known(String(found));
    if (found instanceof Unknown) return unknown(found.why);
    if (found instanceof Reference) return unknown(`${found} is known after apply`);
    if (found instanceof Template) return this.join(found);
    return unknown('its value is not text');
  }

  public number(value: Value): Fact<number> {
    const text = this.string(value);
    if (text.state !== 'known') return text;
    const parsed = Number(text.value);
    return text.value.trim() === '' || Number.isNaN(parsed) ? unknown(`${text.value} is not a number`) : known(parsed);
  }

  public boolean(value: Value): Fact<boolean> {
    const text = this.string(value);
    if (text.state !== 'known') return text;
    if (text.value === 'true') return known(true);
    return text.value === 'false' ? known(false) : unknown(`${text.value} is neither true nor false`);
  }

  /** Nested blocks, given as a list or as a single object; `unknown` when the list itself is an expression. */
  public blocks(value: Value): Fact<readonly ValueMap[]> {
    const found = this.follow(value);
    if (found === undefined || found === null) return ABSENT;
    if (found instanceof Unknown) return unknown(found.why);
    if (found instanceof Reference || found instanceof Template) return unknown(`${found} is known after apply`);
    const list = ((Array.isArray(found) ? found : [found]) as Value[]).map((item) => this.follow(item));
    const other = list.find((item) => !isMap(item));
    if (other !== undefined) {
      return unknown(other instanceof Unknown ? other.why : `${this.text(other)} is not a block`);
    }
    return list.length === 0 ? ABSENT : known(list.filter(isMap));
  }

  /** The one block of a kind that can stand at most once. */
  public block(value: Value): Fact<ValueMap> {
    const blocks = this.blocks(value);
    if (blocks.state !== 'known') return blocks;
    return blocks.value.length === 0 ? ABSENT : known(blocks.value[0]);
  }

  public list(value: Value): Fact<readonly Fact<string>[]> {
    const found = this.follow(value);
    if (found === undefined || found === null) return ABSENT;
    if (found instanceof Unknown) return unknown(found.why);
    if (Array.isArray(found)) return known(found.map((item) => this.string(item as Value)));
    return found instanceof Reference || found instanceof Template
      ? unknown(`${found} is known after apply`)
      : known([this.string(found)]);
  }

  /** A list whose every member is known. */
  public strings(value: Value): Fact<readonly string[]> {
    const list = this.list(value);
    if (list.state !== 'known') return list;
    const values: string[] = [];
    for (const item of list.value) {
      if (item.state === 'unknown') return item;
      if (item.state === 'known') values.push(item.value);
    }
    return values.length === 0 ? ABSENT : known(values);
  }

  /** As written, references as `${…}`; two equal texts mean the same thing. */
  public text(value: Value): string {
    const found = this.follow(value);
    if (found === undefined || found === null) return '';
    if (found instanceof Reference) return `\${${found}}`;
    if (found instanceof Unknown) return found.references.length > 0 ? `\${${found.references.join(',')}}` : '${…}';
    if (found instanceof Template) return found.parts.map((part) => this.text(part)).join('');
    return typeof found === 'object' ? '${…}' : String(found);
  }

  /**
   * A text that is equal only where two values are the same thing, across stacks too; undefined where that can't be told.
   * Unlike `text` it tells two expressions over the same references apart.
   */
  public identity(value: Value): string | undefined {
    const found = this.follow(value);
    if (found === undefined || found === null) return undefined;
    if (found instanceof Reference) return `\${${found.identity}}`;
    if (found instanceof Unknown) {
      // A shortened reason no longer names the whole expression.
      if (found.references.length === 0 || found.why.includes('…')) return undefined;
      return `\${${found.references.map((ref) => ref.identity).join(',')}: ${found.why}}`;
    }
    if (found instanceof Template) {
      const parts = found.parts.map((part) => this.identity(part));
      return parts.includes(undefined) ? undefined : parts.join('');
    }
    // ARM compares ids without case.
    return typeof found === 'object' ? undefined : String(found).toLowerCase();
  }

  public symbol(value: Value): Symbolic | undefined {
    const found = this.follow(value);
    if (typeof found === 'string') return { text: found, literal: true };
    if (found instanceof Unknown && found.references.length > 0) {
      // The subscription of the provider in use has a symbol of its own, so that ids put together by hand compare.
      const source = this.resources.get(found.references[0].key);
      if (source !== undefined && isOwnSubscription(source, found.references[0])) return source.subscription;
    }
    const literal = found instanceof Template && this.join(found).state === 'known';
    const text = this.identity(found);
    return text === undefined ? undefined : { text, literal };
  }

  /** The resource of one of `types` that an id argument names. */
  public link(value: Value, types: ReadonlySet<string>): Link<string> {
    const found = this.follow(value);
    if (found === undefined || found === null) return { state: 'absent' };
    if (found instanceof Reference) {
      const target = this.resources.get(found.key);
      if (target !== undefined && types.has(target.type)) return { state: 'resolved', target: found.key };
      return { state: 'unknown', why: `${found} is not a resource of the expected type` };
    }
    // What isn't managed here may be named by an id, a variable or a function: the same text is the same thing.
    const id = this.text(found);
    const described = this.describedById.get(idKey(id));
    if (described !== undefined) return { state: 'resolved', target: described.key };
    if (found instanceof Unknown && found.references.length === 0) return { state: 'unknown', why: found.why };
    return { state: 'outside', id };
  }

  public place(resource: SourceResource): Place {
    return {
      subscription: resource.subscription,
      resourceGroup: this.symbol(resource.attribute('resource_group_name')),
    };
  }

  /** Where an ARM id, literal or put together, lies. */
  public placeOfId(id: Value): Place {
    const segments = this.segments(id);
    return segments[0]?.text.toLowerCase() === 'subscriptions'
      ? {
          subscription: segments[1],
          resourceGroup: segments[2]?.text.toLowerCase() === 'resourcegroups' ? segments[3] : undefined,
        }
      : {};
  }

  /** What a role assignment's scope names. */
  public scope(
    value: Value,
    types: ReadonlySet<string>,
    kindOf: (key: string) => 'server' | 'vault' | undefined,
  ): ArmScope {
    const link = this.link(value, types);
    if (link.state === 'resolved') {
      const kind = kindOf(link.target);
      if (kind !== undefined) return { kind, key: link.target };
    }
    const segments = this.segments(value);
    const words = segments.map((segment) => segment.text.toLowerCase());
    if (words[0] === 'subscriptions' && segments.length === 2) {
      return { kind: 'subscription', subscription: segments[1] };
    }
    if (words[0] === 'subscriptions' && words[2] === 'resourcegroups' && segments.length === 4) {
      return { kind: 'resourceGroup', place: { subscription: segments[1], resourceGroup: segments[3] } };
    }
    if (words[0] === 'providers' && words[1] === 'microsoft.management') {
      return { kind: 'managementGroup', text: this.text(value) };
    }
    const text = this.text(value);
    if (words[0] === 'subscriptions' && words[6] === 'flexibleservers' && segments.length === 8) {
      const place = { subscription: segments[1], resourceGroup: segments[3] };
      return { kind: 'serverId', place, name: segments[7], text };
    }
    if (words[0] === 'subscriptions' || words[0] === 'providers') return { kind: 'other', text };
    const found = this.follow(value);
    const target = found instanceof Reference ? this.resources.get(found.key) : undefined;
    if (target?.type === 'azurerm_management_group') return { kind: 'managementGroup', text: this.text(value) };
    if (target !== undefined) return { kind: 'other', text: this.text(value) };
    return { kind: 'unknown', why: found instanceof Unknown ? found.why : `${this.text(value)} is not an ARM id` };
  }

  /** An id as path segments, with the ids of groups and subscriptions written out. */
  private segments(value: Value): Symbolic[] {
    const found = this.follow(value);
    const parts = found instanceof Template ? found.parts : [found];
    const segments: Symbolic[] = [];
    let open: Symbolic | undefined;
    const close = () => {
      if (open !== undefined && open.text !== '') segments.push(open);
      open = undefined;
    };
    const append = (symbol: Symbolic) => {
      open = open === undefined ? symbol : { text: open.text + symbol.text, literal: open.literal && symbol.literal };
    };
    for (const part of parts) {
      const resolved = this.follow(part as Value);
      if (typeof resolved === 'string') {
        resolved.split('/').forEach((word, index) => {
          if (index > 0) close();
          if (word !== '') append({ text: word, literal: true });
        });
        continue;
      }
      const expanded = resolved instanceof Reference ? this.expandId(resolved) : undefined;
      if (expanded !== undefined) segments.push(...expanded);
      else append(this.symbol(resolved) ?? { text: '${…}', literal: false });
    }
    close();
    return segments;
  }

  private expandId(reference: Reference): Symbolic[] | undefined {
    const target = this.resources.get(reference.key);
    const word = (text: string): Symbolic => ({ text, literal: true });
    if (target === undefined || reference.attribute[0] !== 'id') return undefined;
    if (target.type === 'azurerm_resource_group') {
      const name = this.symbol(target.attribute('name')) ?? { text: `\${${reference.key}}`, literal: false };
      return [word('subscriptions'), target.subscription, word('resourceGroups'), name];
    }
    if (target.type === 'azurerm_subscription') {
      return [word('subscriptions'), this.symbol(target.attribute('subscription_id')) ?? target.subscription];
    }
    return undefined;
  }

  private join(template: Template): Fact<string> {
    let text = '';
    for (const part of template.parts) {
      const fact = this.string(part);
      if (fact.state === 'unknown') return fact;
      if (fact.state === 'known') text += fact.value;
    }
    return known(text);
  }
}

/** ARM compares ids without case; Terraform doesn't compare what an id is made from so. */
function idKey(id: string): string {
  return id.includes('${') ? id : id.toLowerCase();
}

function isOwnSubscription(source: SourceResource, reference: Reference): boolean {
  return (
    source.mode === 'data' &&
    (source.type === 'azurerm_client_config' || source.type === 'azurerm_subscription') &&
    reference.attribute[0] === 'subscription_id'
  );
}

function isMap(value: Value): value is ValueMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference) &&
    !(value instanceof Template) &&
    !(value instanceof Unknown)
  );
}

/** Providers show single blocks as lists of one: `identity[0].type` and `identity.type` are the same. */
function child(value: Value, step: string): Value {
  if (Array.isArray(value)) return /^\d+$/.test(step) ? (value as Value[])[Number(step)] : undefined;
  if (isMap(value)) return /^\d+$/.test(step) ? (step === '0' ? value : undefined) : value[step];
  return undefined;
}
