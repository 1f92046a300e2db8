import { resolve4, resolveCname } from 'node:dns/promises';

/** What names lead to, as the world's name servers tell. */
export interface Names {
	/** The name that a name is another one for; undefined where it is none. */
	cname(name: string): Promise<string | undefined>;
	/** Whether it leads to an address at all. */
	leadsSomewhere(name: string): Promise<boolean>;
}

export const NAME_SERVERS: Names = {
	cname: async (name) => (await found(resolveCname(name)))[0],
	leadsSomewhere: async (name) => (await found(resolve4(name))).length > 0,
};

/** None, where the name is not known; every other failure is one. */
async function found(answer: Promise<readonly string[]>): Promise<readonly string[]> {
	try {
		return await answer;
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
		throw error;
	}
}

export interface SiteDomain {
	/** Empty for CloudFront's own name. */
	readonly domain: string;
	readonly certificateArn: string;
	/** CloudFront's name for the site; undefined before the first deployment. */
	readonly distribution: string | undefined;
}

/**
 * What is missing before the vault may move to a name of its own: from then on it answers under that name alone, so
 * the name has to lead there first. A name without a CNAME may be an alias at its own name servers, which only they know.
 */
export async function missingForDomain(
	{ domain, certificateArn, distribution }: SiteDomain,
	names: Names = NAME_SERVERS,
): Promise<readonly string[]> {
	if (domain === '') return [];
	return [
		...(certificateArn === ''
			? [
					`A certificate for ${domain}, from ACM in us-east-1: siteCertificateArn in deploy/stages.yml.`,
				]
			: []),
		...(distribution === undefined
			? [
					`The address that ${domain} has to lead to: deploy once without siteDomain, then set the CNAME, then deploy with it.`,
				]
			: await missingName(domain, distribution, names)),
	];
}

async function missingName(
	domain: string,
	distribution: string,
	names: Names,
): Promise<readonly string[]> {
	const leadsTo = (await names.cname(domain))?.replace(/\.$/, '').toLowerCase();
	if (leadsTo === distribution.toLowerCase()) return [];
	if (leadsTo === undefined && (await names.leadsSomewhere(domain))) return [];
	const now = leadsTo === undefined ? 'does not exist' : `leads to ${leadsTo}`;
	return [
		`A CNAME from ${domain} to ${distribution}: the name ${now}. Set it, wait until it is known, deploy again.`,
	];
}
