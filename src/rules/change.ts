import { Tri } from '../inventory/arm-scope';
import { Entity } from '../inventory/entities';

/** Whether Azure has yet to make it: a plan knows, other forms don't. */
export function isNew({ origin, actions }: Entity): Tri {
  if (origin !== 'managed') return false;
  return actions === undefined ? 'unknown' : actions.includes('create');
}

/** What only a plan can be asked: whether it takes the resource away, to make it anew or for good. */
export function isDestroyed({ actions }: Entity): boolean {
  return actions?.includes('delete') === true;
}

/** `delete, then create`: the actions in the order that Terraform carries them out. */
export function actionsText({ actions }: Entity): string {
  return (actions ?? []).join(', then ');
}

export const WHETHER_NEW = 'whether it exists already is known in a plan';
