import { THROUGH_AZAPI } from './azapi';
import { given, Reading, SourceEntity } from './reading';
import { StorageReader } from './storage';
import { roleByGuid, roleByName, roleByShortName } from '../../matrix/roles';
import { ArmScope, Symbolic } from '../arm-scope';
import { AssignmentFacts, RoleDefinitionReference, ServerFacts, VaultFacts } from '../entities';
import { ABSENT, Fact, known, Link, unknown } from '../fact';
import { OTHER_TYPES } from '../resource-types';
import { SourceResource } from '../source';
import { Reference, Template, Unknown, Value } from '../value';

class Assignment extends SourceEntity implements AssignmentFacts {
  public readonly kind = 'assignment';
  private knownScope: ArmScope | undefined;
  private linkedVault: Link<VaultFacts> | undefined;
  private knownGuid: Fact<string> | undefined;

  public constructor(
    reading: Reading,
    resource: SourceResource,
    private readonly reader: AssignmentReader,
  ) {
    super(reading, resource);
  }

  public get scope() {
    return (this.knownScope ??= this.reader.scope(this.value('scope')));
  }

  public get scopeText() {
    return this.reading.resolver.text(this.value('scope'));
  }

  public get roleName() {
    return this.reading.resolver.string(given(this.resource, 'role_definition_name'));
  }

  public get roleGuid() {
    return (this.knownGuid ??= this.reader.roleGuid(this.value('role_definition_id'), () =>
      this.text('role_definition_name'),
    ));
  }

  public get roleDefinitionId() {
    return this.reading.identifier(this.definition);
  }

  public get roleDefinition() {
    return this.reader.roleDefinition(this.definition);
  }

  public get vault() {
    return (this.linkedVault ??= this.reader.principalVault(this.value('principal_id')));
  }

  public get principal() {
    return this.reading.identifier(this.value('principal_id'));
  }

  public get principalIdentity() {
    return this.reading.resolver.identity(this.value('principal_id'));
  }

  public get scopeIdentity() {
    return this.reading.resolver.identity(this.value('scope'));
  }

  public get subscription() {
    return this.reader.subscription(this.scope);
  }

  public get throughAzapi() {
    return THROUGH_AZAPI in this.resource.notes;
  }

  private get definition(): Value {
    return given(this.resource, 'role_definition_id');
  }
}

/** Reads role assignments: which role, for whom, on what. */
export class AssignmentReader {
  private readonly guids = new Map<Value, Fact<string>>();
  private readonly byPrincipal = new Map<string, VaultFacts>();

  public constructor(
    private readonly reading: Reading,
    private readonly vaults: ReadonlyMap<string, VaultFacts>,
    private readonly serverOf: (key: string) => ServerFacts | undefined,
    private readonly storage: StorageReader,
  ) {
    for (const vault of vaults.values()) {
      if (vault.principalId.state === 'known') this.byPrincipal.set(vault.principalId.value.toLowerCase(), vault);
    }
  }

  public read(source: SourceResource): AssignmentFacts {
    return new Assignment(this.reading, source, this);
  }

  public scope(value: Value): ArmScope {
    return this.storage.resolve(this.reading.scope(value));
  }

  public principalVault(principal: Value): Link<VaultFacts> {
    const { resolver } = this.reading;
    if (principal instanceof Reference) {
      const vault = this.vaults.get(principal.key);
      if (vault !== undefined && isPrincipal(principal)) return this.reading.linkTo(vault);
    }
    const followed = resolver.follow(principal);
    if (followed === undefined || followed === null) return { state: 'absent' };
    if (typeof followed === 'string') {
      const vault = this.byPrincipal.get(followed.toLowerCase());
      return vault === undefined ? { state: 'outside', id: followed } : this.reading.linkTo(vault);
    }
    if (followed instanceof Unknown) {
      const keys = [...new Set(followed.references.map(({ key }) => key))];
      const vault = keys.length === 1 ? this.vaults.get(keys[0]) : undefined;
      if (vault !== undefined && followed.references.every(isPrincipal)) return this.reading.linkTo(vault);
      // Attributes of resources that aren't vaults are some other principal, and what isn't one of a vault is none at all.
      const isOther =
        keys.length > 0 &&
        followed.references.every(
          (each) => !mayBePrincipal(each, this.vaults) && resolver.resource(each.key) !== undefined,
        );
      return isOther ? { state: 'absent' } : { state: 'unknown', why: followed.why };
    }
    return { state: 'unknown', why: `${resolver.text(principal)} is known after apply` };
  }

  /** A thousand assignments name a handful of roles, in the same words. */
  public roleGuid(definition: Value, roleName: () => Fact<string>): Fact<string> {
    if (definition === undefined || definition === null) {
      const name = roleName();
      return name.state === 'known' ? guidOfName(name.value) : name;
    }
    let guid = this.guids.get(definition);
    if (guid === undefined) {
      guid = this.guidOf(definition);
      this.guids.set(definition, guid);
    }
    return guid;
  }

  private guidOf(definition: Value): Fact<string> {
    const { resolver } = this.reading;
    // azurerm's own examples put the subscription before the id of what they look up: the end says which role it is.
    const last = definition instanceof Template ? definition.parts[definition.parts.length - 1] : definition;
    const source = last instanceof Reference ? resolver.resource(last.key) : undefined;
    if (source?.type === OTHER_TYPES.roleDefinition) return this.definedRole(source);
    const text = resolver.text(definition);
    const guid = /([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i.exec(text)?.[1];
    if (guid !== undefined) return known(guid.toLowerCase());
    const followed = resolver.string(definition);
    return followed.state === 'known' ? known(`id:${followed.value.toLowerCase()}`) : followed;
  }

  public roleDefinition(definition: Value): RoleDefinitionReference | undefined {
    if (!(definition instanceof Reference)) return undefined;
    const source = this.reading.resolver.resource(definition.key);
    if (source?.type !== OTHER_TYPES.roleDefinition) return undefined;
    const scope = source.attribute('scope');
    return {
      mode: source.mode,
      attribute: definition.attribute.join('.'),
      scope: scope === undefined || scope === null ? undefined : this.reading.scope(scope),
    };
  }

  /** A role definition of the configuration: a custom role, or a built-in one looked up. */
  private definedRole(source: SourceResource): Fact<string> {
    const { resolver } = this.reading;
    if (source.mode === 'managed') return known(`custom:${source.key}`);
    const id = resolver.string(source.attribute('role_definition_id'));
    if (id.state === 'known') return known(roleByGuid(id.value)?.guid ?? id.value.toLowerCase());
    const name = resolver.string(source.attribute('name'));
    if (name.state === 'known') return guidOfName(name.value);
    return name.state === 'unknown' ? name : unknown(`${source.address} names no role`);
  }

  public subscription(scope: ArmScope): Fact<Symbolic> {
    const or = (symbol: Symbolic | undefined, why = 'its scope names no subscription') =>
      symbol === undefined ? unknown(why) : known(symbol);
    switch (scope.kind) {
      case 'managementGroup':
        return ABSENT;
      case 'unknown':
        return unknown(scope.why);
      case 'resourceGroup':
      case 'serverId':
      case 'storageId':
        return or(scope.place.subscription);
      case 'subscription':
        return or(scope.subscription);
      case 'other':
        return or(scope.subscription);
      default: {
        const place = (this.serverOf(scope.key) ?? this.vaults.get(scope.key))?.place;
        if (place?.subscription !== undefined) return or(place.subscription);
        const source = this.reading.resolver.resource(scope.key);
        return or(source === undefined ? undefined : this.reading.places.of(source).subscription);
      }
    }
  }
}

/** What is behind an identity may be left out: `one(x.identity).principal_id` refers to `x.identity`. */
function isPrincipal({ attribute }: Reference): boolean {
  const steps = attribute.filter((step) => !/^(?:\d+|\*)$/.test(step));
  const [first, ...rest] = steps;
  // As the API tells it, where azapi was asked to export it.
  if (first === undefined || steps.join('.') === 'output.identity.principalId') return true;
  return first === 'identity' && (rest.length === 0 || (rest.length === 1 && rest[0] === 'principal_id'));
}

function mayBePrincipal(reference: Reference, vaults: ReadonlyMap<string, VaultFacts>): boolean {
  if (!vaults.has(reference.key)) return false;
  return isPrincipal(reference) || reference.attribute[0] !== 'identity';
}

/** Azure is asked for a role of just this name. */
function guidOfName(name: string): Fact<string> {
  const guid = roleByName(name)?.guid;
  const meant = guid === undefined ? roleByShortName(name) : undefined;
  if (meant === undefined) return known(guid ?? `name:${name.toLowerCase()}`);
  return unknown(`"${name}" is in some documents what the list of roles calls "${meant.name}" (${meant.guid})`);
}
