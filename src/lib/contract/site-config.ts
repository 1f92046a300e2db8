import * as v from 'valibot';

/** `/config.json` of the site: what one deployment differs in from another. The build itself is the same everywhere. */
export const siteConfig = v.object({
	apiUrl: v.string(),
	region: v.string(),
	userPoolId: v.string(),
	userPoolClientId: v.string(),
	/** Only where the user pool is not Cognito's own address in `region`. */
	userPoolEndpoint: v.nullable(v.string()),
	/** SRP on AWS: the password never leaves the browser. The local pool speaks USER_PASSWORD_AUTH only. */
	authFlow: v.picklist(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']),
	bucketOrigin: v.string(),
});
export type SiteConfig = v.InferOutput<typeof siteConfig>;
