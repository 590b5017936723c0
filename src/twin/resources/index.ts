import { DATA_PROTECTION_ROUTES } from './data-protection-routes';
import { PLATFORM_ROUTES } from './platform-routes';
import { POSTGRESQL_ROUTES } from './postgresql-routes';
import type { Route } from '../arm/route';

/** Every route of the twin, types in the order of their namespaces. */
export const ROUTES: readonly Route[] = [...DATA_PROTECTION_ROUTES, ...POSTGRESQL_ROUTES, ...PLATFORM_ROUTES];
