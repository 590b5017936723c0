import { SourceDocument, SourceResource } from './source';

/**
 * Several documents as one estate. What two of them know by the same id is one resource: a plan's word counts before a
 * state's, since it is the later one, else the first document's.
 */
export function combine(documents: readonly SourceDocument[]): SourceDocument {
  if (documents.length === 1) return documents[0];
  const kept = new Map<string, { readonly resource: SourceResource; readonly from: SourceDocument }>();
  const aliases = new Map<string, SourceResource>();
  const gone = idsOf(documents.flatMap(({ removed }) => removed ?? []));
  const latestFirst = [...documents].sort((a, b) => Number(isPlan(b)) - Number(isPlan(a)));
  for (const from of latestFirst) {
    for (const resource of from.resources) {
      const id = resource.mode === 'managed' ? resource.attribute('id') : undefined;
      const known = typeof id === 'string' ? idKey(resource, id) : undefined;
      const first = known === undefined ? undefined : kept.get(known);
      if (first !== undefined && first.from !== from) aliases.set(resource.key, first.resource);
      else if (known === undefined || first !== undefined) kept.set(resource.key, { resource, from });
      else if (isPlan(from) || !gone.has(known)) kept.set(known, { resource, from });
    }
  }
  return {
    resources: [...kept.values()].map(({ resource }) => resource),
    aliases,
    removed: documents.flatMap(({ removed }) => removed ?? []),
    described: documents.flatMap(({ described }) => described),
    azurerm: documents.flatMap(({ azurerm }) => azurerm),
    unread: documents.flatMap(({ unread }) => unread ?? []),
    unitsBefore: (unit) =>
      documents.map((document) => document.unitsBefore?.(unit)).find((units) => units?.size) ?? NONE,
    *between(key) {
      const alias = aliases.get(key);
      if (alias !== undefined) yield alias.key;
      for (const document of documents) yield* document.between?.(key) ?? [];
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

/** Ids of what plans take away. */
function idsOf(removed: readonly SourceResource[]): ReadonlySet<string> {
  const ids = removed.map((resource) => {
    const id = resource.change?.before('id');
    return typeof id === 'string' ? idKey(resource, id) : '';
  });
  return new Set(ids);
}

function isPlan({ removed }: SourceDocument): boolean {
  return removed !== undefined;
}

/** ARM compares ids without case. */
function idKey({ type }: SourceResource, id: string): string {
  return `${type} ${id.toLowerCase()}`;
}
