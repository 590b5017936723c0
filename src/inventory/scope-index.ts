import { ArmScope, both, Place, sameSymbol, Symbolic } from './arm-scope';
import { push } from './push';

/** A resource that something on a scope may hold for. */
export interface Scoped {
  readonly key: string;
  readonly place: Place;
  /** What it lies in, if that is a resource too: the account of a container. */
  readonly within?: string;
}

/** What surely holds, and what may. */
interface Answer<T> {
  readonly sure: readonly T[];
  readonly maybe: readonly T[];
}

const NOTHING: Answer<never> = { sure: [], maybe: [] };

/** Things that hold for a scope, found by the resources that lie in it. A look-up costs what it finds. */
export class ScopeIndex<T> {
  private readonly onResource = new Map<string, T[]>();
  private readonly perhapsOnResource = new Map<string, T[]>();
  /** By subscription, or subscription and resource group. */
  private readonly onPlace = new Map<string, { readonly place: Place; readonly whole: boolean; readonly items: T[] }>();
  private readonly anywhere: T[] = [];
  private readonly answers = new Map<string, Answer<T>>();

  public constructor(entries: Iterable<readonly [ArmScope, T]>) {
    for (const [scope, item] of entries) this.add(scope, item);
  }

  /** What surely holds for a resource, and what may. */
  public on(resource: Scoped): Answer<T> {
    const { key, within } = resource;
    const keys = within === undefined ? [key] : [key, within];
    // Its place is the dearest thing to know of a resource.
    const around = this.onPlace.size === 0 ? NOTHING : this.around(resource.place);
    return {
      sure: [...keys.flatMap((each) => this.onResource.get(each) ?? []), ...around.sure],
      maybe: [...keys.flatMap((each) => this.perhapsOnResource.get(each) ?? []), ...around.maybe, ...this.anywhere],
    };
  }

  private add(scope: ArmScope, item: T): void {
    switch (scope.kind) {
      case 'resourceGroup':
        return this.addPlace(scope.place, false, item);
      case 'subscription':
        return this.addPlace({ subscription: scope.subscription }, true, item);
      case 'managementGroup':
        this.anywhere.push(item);
        return;
      case 'unknown':
        if (scope.mentions.length === 0) this.anywhere.push(item);
        for (const key of scope.mentions) push(this.perhapsOnResource, key, item);
        return;
      case 'serverId':
      case 'storageId':
      case 'other':
        return;
      default:
        push(this.onResource, scope.key, item);
    }
  }

  private addPlace(place: Place, whole: boolean, item: T): void {
    const key = `${whole}\n${placeKey(place)}`;
    const entry = this.onPlace.get(key);
    if (entry === undefined) this.onPlace.set(key, { place, whole, items: [item] });
    else entry.items.push(item);
  }

  /** Resources of one place share the answer. */
  private around(place: Place): Answer<T> {
    const key = placeKey(place);
    let answer = this.answers.get(key);
    if (answer === undefined) {
      const sure: T[] = [];
      const maybe: T[] = [];
      for (const { place: other, whole, items } of this.onPlace.values()) {
        const subscription = sameSymbol(other.subscription, place.subscription);
        const covers = whole ? subscription : both(subscription, sameSymbol(other.resourceGroup, place.resourceGroup));
        if (covers !== false) for (const item of items) (covers === true ? sure : maybe).push(item);
      }
      answer = { sure, maybe };
      this.answers.set(key, answer);
    }
    return answer;
  }
}

function placeKey({ subscription, resourceGroup }: Place): string {
  const text = (symbol: Symbolic | undefined) =>
    symbol === undefined ? '?' : symbol.literal ? symbol.text.toLowerCase() : symbol.text;
  return `${text(subscription)}\n${text(resourceGroup)}`;
}
