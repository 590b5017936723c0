import { matches, show } from '../terraform/check';
import { isUnresolvedString } from '../time/token';

/** Whether a text is the id of an object in Microsoft Entra. */
export function isGuid(text: string): boolean {
  return matches(text, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
}

/** What is wrong with the object id of somebody, where anything is. Tokens pass. */
export function objectIdProblem(
  objectId: string,
  whose = '',
): { readonly message: string; readonly mend: string } | undefined {
  if (isUnresolvedString(objectId) || isGuid(objectId)) return undefined;
  return {
    message: `\`objectId\` must be the GUID of an object in Microsoft Entra, got: ${show(objectId)}${whose}.`,
    mend: 'give the object id, neither a name nor the id of an application',
  };
}
