import type { LocalServer } from '../http/serve.ts';
import type { AccessKey } from '../iam/access-keys.ts';
import type { Template } from '../template/template.ts';
import { localAddresses, type Origins } from './addresses.ts';
import { readDistribution } from './distribution.ts';
import { policyHeaders } from './headers.ts';
import { PrivateObjects } from './private-objects.ts';
import { startSite, type SiteOptions } from './server.ts';

export interface OpenSiteOptions extends Pick<
	SiteOptions,
	'port' | 'directory' | 'config' | 'middleware' | 'clock' | 'log'
> {
	readonly origins: Origins;
	readonly cloudFrontKey: AccessKey;
}

/** Serves what the template's distribution does: the site, and private objects by signed addresses. */
export function openSite(template: Template, options: OpenSiteOptions): Promise<LocalServer> {
	const { origins, cloudFrontKey, middleware, ...served } = options;
	const addresses = localAddresses(template, origins);
	const distribution = readDistribution(template);
	return startSite({
		...served,
		...(middleware && { middleware }),
		distribution,
		headersOf: (behaviour) =>
			// The dev server puts scripts into the page, which the policy of the built site refuses.
			middleware && behaviour === distribution.standard
				? {}
				: policyHeaders(template, behaviour.headersPolicyId, addresses),
		privateObjects: new PrivateObjects({
			s3Origin: origins.storage,
			region: template.account.region,
			key: cloudFrontKey,
			clock: options.clock,
			siteOrigin: `http://127.0.0.1:${String(options.port)}`,
		}),
	});
}
