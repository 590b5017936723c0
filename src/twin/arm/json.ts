export type Json = string | number | boolean | null | Json[] | JsonObject;

/** `undefined` is left out when it is written. */
export interface JsonObject {
  [name: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function copy<T extends Json | undefined>(value: T): T {
  return value === undefined ? value : structuredClone(value);
}

/** What lies at a path of names (or indexes) below a value; undefined where there is nothing. */
export function at(value: Json | undefined, ...path: (string | number)[]): Json | undefined {
  let found: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(found)) found = found[step as number];
    else if (isObject(found)) found = found[step];
    else return undefined;
  }
  return found;
}

export function textAt(value: Json | undefined, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: (string | number)[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function objectAt(value: Json | undefined, ...path: (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

export function listAt(value: Json | undefined, ...path: (string | number)[]): Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** JSON merge patch (RFC 7386): objects are merged, `null` takes away, everything else replaces. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: JsonObject = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    const old = merged[name];
    if (value === null) delete merged[name];
    else if (isObject(value)) merged[name] = mergePatch(isObject(old) ? old : {}, value);
    else if (value !== undefined) merged[name] = value;
  }
  return merged;
}
