import { armType, AzapiArguments, AzapiTranslation, BACKUP_INSTANCE, FLEXIBLE_SERVERS, THROUGH_AZAPI } from './azapi';
import { AZAPI_ASSIGNMENT } from './azapi-assignment';
import { AZAPI_INSTANCE } from './azapi-instance';
import { AZAPI_POLICY } from './azapi-policy';
import { AZAPI_SERVER } from './azapi-server';
import { AZAPI_VAULT } from './azapi-vault';
import { push } from '../push';
import { Resolver } from '../resolver';
import { TYPES } from '../resource-types';
import { ResourceChange, SourceDocument, SourceResource } from '../source';
import { alike, originOf, Reference, Unknown, Value } from '../value';

/** By the type in the API, lower case. */
const TRANSLATIONS: ReadonlyMap<string, AzapiTranslation> = new Map([
  [FLEXIBLE_SERVERS, AZAPI_SERVER],
  ['microsoft.dataprotection/backupvaults', AZAPI_VAULT],
  ['microsoft.dataprotection/backupvaults/backuppolicies', AZAPI_POLICY],
  [BACKUP_INSTANCE, AZAPI_INSTANCE],
  ['microsoft.authorization/roleassignments', AZAPI_ASSIGNMENT],
]);

/** The same document, with what azapi makes as if azurerm did: rules know one kind of each. */
export function withAzapi(document: SourceDocument): SourceDocument {
  const { resources, removed = [] } = document;
  const isAzapi = ({ type }: SourceResource) => type === TYPES.azapi;
  const isUpdate = ({ type }: SourceResource) => type === TYPES.azapiUpdate;
  const updates = resources.filter(isUpdate);
  if (updates.length === 0 && !resources.some(isAzapi) && !removed.some(isAzapi)) return document;
  const resolver = new Resolver(document);
  const byTarget = updatesByTarget(resolver, updates, resources);
  const read = (source: SourceResource) => {
    const translation = isAzapi(source) ? translationOf(resolver, source) : undefined;
    const made = translation === undefined ? source : translated(resolver, source, translation);
    const over = byTarget.get(source.key);
    return over === undefined ? made : updated(made, over);
  };
  return Object.create(document, {
    resources: { value: resources.map(read) },
    removed: { value: removed.map(read) },
    find: { value: undefined },
  }) as SourceDocument;
}

function translationOf(resolver: Resolver, source: SourceResource): AzapiTranslation | undefined {
  if (source.mode !== 'managed') return undefined;
  const type = armType(resolver, source);
  const was = source.change?.before('type');
  const translation = TRANSLATIONS.get(
    type.state === 'known' ? type.value.type : typeof was === 'string' ? was.split('@')[0].toLowerCase() : '',
  );
  // What a plan takes away has nothing but what it was.
  const own = (name: string) => (type.state === 'known' ? source.attribute(name) : source.change?.before(name));
  return translation?.applies?.(new AzapiArguments(resolver, own)) === false ? undefined : translation;
}

function translated(resolver: Resolver, source: SourceResource, translation: AzapiTranslation): SourceResource {
  const { change } = source;
  const reading = (own: (name: string) => Value) => {
    const azapi = new AzapiArguments(resolver, own);
    return (name: string) => translation.argument(azapi, name);
  };
  const attribute = reading((name) => source.attribute(name));
  const written = (name: string) => {
    const found = translation.written?.(resolver, source, name);
    return found === undefined ? attribute(name) : found.value;
  };
  const changed: ResourceChange | undefined = change && {
    actions: change.actions,
    replacePaths: change.replacePaths,
    before: reading((name) => change.before(name)),
  };
  return Object.create(source, {
    type: { value: translation.type },
    notes: { value: { ...source.notes, [THROUGH_AZAPI]: 'yes' } },
    attribute: { value: attribute },
    written: { value: written },
    change: { value: changed },
  }) as SourceResource;
}

const SEVERAL = 'several azapi_update_resource write over it, and which of them comes last is not said';

/** What the body of an `azapi_update_resource` says of one of azurerm's arguments, where it says anything. */
type Update = (name: string) => Value;

/** azapi puts a body over what it reads, and writes it back; by the keys of what is updated. */
function updatesByTarget(
  resolver: Resolver,
  updates: readonly SourceResource[],
  resources: readonly SourceResource[],
): ReadonlyMap<string, readonly Update[]> {
  const byTarget = new Map<string, Update[]>();
  const byId = new Map<string, string>();
  for (const source of updates) {
    const translation = translationOf(resolver, source);
    if (translation === undefined) continue;
    const target = targetOf(resolver, source, (id) => {
      if (byId.size === 0) for (const each of resources) byId.set(idOf(each), each.key);
      return byId.get(id.toLowerCase());
    });
    if (target === undefined) continue;
    push(byTarget, target, updateBy(resolver, source, translation));
  }
  return byTarget;
}

function updateBy(resolver: Resolver, source: SourceResource, translation: AzapiTranslation): Update {
  const azapi = new AzapiArguments(resolver, (name) => (name === 'body' ? source.attribute(name) : undefined));
  const body = resolver.follow(source.attribute('body'));
  const isOpen = source.repeated || body instanceof Unknown || body instanceof Reference;
  return (name) => {
    const value = translation.argument(azapi, name);
    return isOpen && value !== undefined ? new Unknown(`${source.address} may write over it`) : value;
  };
}

function targetOf(
  resolver: Resolver,
  source: SourceResource,
  find: (id: string) => string | undefined,
): string | undefined {
  const id = resolver.follow(source.attribute('resource_id'));
  if (id instanceof Reference) return id.attribute.join() === 'id' ? id.key : undefined;
  return typeof id === 'string' ? find(id) : undefined;
}

/** An update has the id of what it updates. */
function idOf(source: SourceResource): string {
  const id = source.type === TYPES.azapiUpdate ? undefined : source.attribute('id');
  return typeof id === 'string' ? id.toLowerCase() : '';
}

function updated(source: SourceResource, updates: readonly Update[]): SourceResource {
  const over =
    (otherwise: (name: string) => Value): Update =>
    (name) => {
      const values = updates.map((update) => update(name)).filter((value) => value !== undefined);
      if (values.length === 0) return otherwise(name);
      return alike(values.map(originOf)) === undefined && values.length > 1 ? new Unknown(SEVERAL) : values[0];
    };
  return Object.create(source, {
    attribute: { value: over((name) => source.attribute(name)) },
    ...(source.written !== undefined && { written: { value: over((name) => source.written!(name)) } }),
  }) as SourceResource;
}
