import { matches } from '../terraform/check';

/** Whether a text is the id of an object in Microsoft Entra. */
export function isGuid(text: string): boolean {
  return matches(text, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
}
