export { type AdminApiOptions, mountAdminApi } from './admin-api.ts';
export type { Authenticate, Identity } from './authenticate-caller.ts';
