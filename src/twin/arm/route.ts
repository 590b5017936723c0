import type { Azure } from '../azure';
import type { JsonObject } from './json';
import type { Answer, Incoming, Method } from './message';

/** A request on its way to the code that answers it. */
export interface Call {
  readonly azure: Azure;
  readonly method: Method;
  /** The id of what is read or written, or the path of an action: its fixed parts in Azure's spelling, names as they were sent. */
  readonly path: string;
  /** Values of the route's `{names}`, as they were sent. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly apiVersion: string;
  /** The JSON object that was sent; empty where there was none. */
  readonly body: JsonObject;
  readonly headers: Incoming['headers'];
}

export interface Route {
  readonly method: Method;
  /** `/subscriptions/{subscription}/resourceGroups/{group}`; a leading `{scope}` stands for any id. */
  readonly path: string;
  /** Those that are published and that the twin speaks; undefined where the path has no version. */
  readonly apiVersions?: readonly string[];
  /** A write that locks don't hinder. */
  readonly lockless?: boolean;
  handle(call: Call): Answer;
}

export interface Found {
  readonly route: Route;
  readonly params: Record<string, string>;
  readonly path: string;
}

/** Finds the route of a request; fixed segments are compared without case. */
export class Router {
  private readonly compiled: readonly { readonly route: Route; readonly segments: readonly string[] }[];

  constructor(routes: readonly Route[]) {
    this.compiled = routes.map((route) => ({ route, segments: segmentsOf(route.path) }));
  }

  public find(method: string, path: string): Found | undefined {
    const asked = method === 'HEAD' ? 'GET' : method;
    const sent = segmentsOf(path);
    for (const { route, segments } of this.compiled) {
      if (route.method !== asked) continue;
      const params = match(segments, sent);
      if (params) return { route, params, path: spelled(segments, sent) };
    }
    return undefined;
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function match(template: readonly string[], sent: readonly string[]): Record<string, string> | undefined {
  const scoped = template[0] === '{scope}';
  const extra = sent.length - template.length;
  if (scoped ? extra < -1 : extra !== 0) return undefined;
  const params: Record<string, string> = {};
  const fixed = scoped ? template.slice(1) : template;
  const rest = scoped ? sent.slice(extra + 1) : sent;
  if (scoped) params.scope = joined(spelledScope(sent.slice(0, extra + 1)));
  for (const [index, segment] of fixed.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name) params[name] = decoded(rest[index]);
    else if (segment.toLowerCase() !== rest[index].toLowerCase()) return undefined;
  }
  return params;
}

/** Fixed parts of the ids that everything lies in; clients differ in how they write them. */
const CONTAINERS = ['subscriptions', 'resourceGroups', 'providers'];

function spelledScope(segments: readonly string[]): string[] {
  return segments.map((segment, index) => {
    const container = CONTAINERS.find((name) => name.toLowerCase() === segment.toLowerCase());
    return index % 2 === 0 && container ? container : segment;
  });
}

function spelled(template: readonly string[], sent: readonly string[]): string {
  const fixed = template[0] === '{scope}' ? template.slice(1) : template;
  const scope = sent.slice(0, sent.length - fixed.length);
  const rest = sent
    .slice(scope.length)
    .map((segment, index) => (fixed[index].startsWith('{') ? segment : fixed[index]));
  return joined([...spelledScope(scope), ...rest]);
}

function joined(segments: readonly string[]): string {
  return segments.map((segment) => `/${segment}`).join('');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
