/** What TypeScript's libraries do not know yet: https://w3c.github.io/ServiceWorker/#register-router-method */
interface RoutingEvent {
	readonly type?: string;
	addRoutes?(rules: readonly RouterRule[]): Promise<void>;
}

interface RouterRule {
	readonly condition: { readonly not: { readonly urlPattern: UrlPattern } };
	readonly source: 'network';
}

/** What is left out may be anything: https://urlpattern.spec.whatwg.org/#dictdef-urlpatterninit */
interface UrlPattern {
	readonly protocol: string;
	readonly hostname: string;
	readonly port: string;
}

/**
 * Has the browser send what goes to other origins, the API and the bucket, past this worker, which answers for the site alone. Else it would be
 * asked about each of a thousand files that are sent. A browser that cannot do so asks it.
 */
export function leaveOthers(event: RoutingEvent, { protocol, hostname, port }: URL): void {
	const urlPattern = { protocol: protocol.slice(0, -1), hostname, port };
	void event
		.addRoutes?.([{ condition: { not: { urlPattern } }, source: 'network' }])
		.catch(() => undefined);
}
