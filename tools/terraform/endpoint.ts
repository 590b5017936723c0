import { IDENTITY, Twin, type TwinOptions } from '../../src/twin';

export { SUBSCRIPTION_ID } from '../../src/twin';
export const TENANT_ID = IDENTITY.tenantId;
export const OBJECT_ID = IDENTITY.objectId;

/** Environment of a child process; `undefined` takes a variable away. */
export type Environment = Record<string, string | undefined>;

/** A local Azure, and what Terraform needs to take it for the real one. */
export interface Endpoint {
  readonly twin: Twin;
  readonly env: Environment;
  close(): Promise<void>;
}

export async function startEndpoint(options: TwinOptions = {}): Promise<Endpoint> {
  const twin = await Twin.start(options);
  return { twin, env: environmentOf(twin), close: () => twin.close() };
}

/** Whatever else of ARM_* the caller has set, a real login among it, has no business in a run against the twin. */
function environmentOf(twin: Twin): Environment {
  const inherited = Object.keys(process.env).filter((name) => name.startsWith('ARM_'));
  return {
    ...Object.fromEntries(inherited.map((name) => [name, undefined])),
    ...twin.env,
    // Go reads both.
    SSL_CERT_DIR: undefined,
  };
}
