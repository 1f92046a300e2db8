import type { Catalog } from '../ports/catalog.ts';
import type { Clock } from '../ports/clock.ts';
import type { NewId } from '../ports/new-id.ts';
import type { Notifier } from '../ports/notifier.ts';

export interface NotificationsDeps {
	readonly catalog: Catalog;
	readonly notifier: Notifier;
	readonly clock: Clock;
	readonly newId: NewId;
}
