/** An ARM id taken apart. Segments keep the case in which they were written. */
export interface ResourceId {
  readonly text: string;
  /** What the resource lies in: a subscription, a resource group, or the resource that it extends. */
  readonly scope: string;
  /** `Microsoft.DataProtection/backupVaults/backupPolicies`; resource groups are `Microsoft.Resources/resourceGroups`. */
  readonly type: string;
  readonly name: string;
  /** Id of the resource that this one is a child of, else its scope; undefined above a subscription. */
  readonly parent?: string;
}

/** The same id in the form in which ids are compared. */
export function keyOf(id: string): string {
  return id.replace(/\/+$/, '').toLowerCase();
}

export function parseId(path: string): ResourceId {
  const text = path.replace(/\/+$/, '');
  const at = text.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return parseContainer(text);
  const scope = text.slice(0, at);
  const [namespace, ...pairs] = text.slice(at + '/providers/'.length).split('/');
  const types = pairs.filter((_, index) => index % 2 === 0);
  const names = pairs.filter((_, index) => index % 2 === 1);
  const name = names.at(-1) ?? '';
  return {
    text,
    scope,
    type: [namespace, ...types].join('/'),
    name,
    parent: types.length > 1 ? text.split('/').slice(0, -2).join('/') : scope,
  };
}

/** Subscriptions and resource groups, which no provider names. */
function parseContainer(text: string): ResourceId {
  const segments = text.split('/').filter(Boolean);
  const name = segments.at(-1) ?? '';
  if (segments.length === 4) {
    const subscription = `/${segments.slice(0, 2).join('/')}`;
    return { text, scope: subscription, type: 'Microsoft.Resources/resourceGroups', name, parent: subscription };
  }
  return { text, scope: '', type: 'Microsoft.Resources/subscriptions', name };
}

export function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '';
}

/** Id of the resource group that an id lies in, or is. */
export function groupOf(id: string): string | undefined {
  return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(id)?.[0];
}

/** Whether an id is a scope or lies below it. */
export function isWithin(id: string, scope: string): boolean {
  const inner = keyOf(id);
  const outer = keyOf(scope);
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}
