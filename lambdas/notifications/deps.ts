import type { Catalog } from '../ports/catalog.ts';
import type { Notifier } from '../ports/notifier.ts';

export interface NotificationsDeps {
	readonly catalog: Catalog;
	readonly notifier: Notifier;
}
