import type { CallOptions } from '../icontrol/requester.ts';
import type { ManagedScope } from '../plan/index.ts';

/** Whose objects, where, and what every call takes. */
export interface ManagedOptions extends ManagedScope, CallOptions {}
