import * as v from 'valibot';

/** `/config.json` of the site: what one deployment differs in from another. The build itself is the same everywhere. */
export const siteConfig = v.object({
	apiUrl: v.string(),
	region: v.string(),
	userPoolId: v.string(),
	userPoolClientId: v.string(),
	/** Only where the user pool is not Cognito's own address in `region`. */
	userPoolEndpoint: v.nullable(v.string()),
	/** Who gets an account: `open` lets every visitor sign up; `invited` only those whom an owner invites. */
	signUp: v.picklist(['invited', 'open']),
	bucketOrigin: v.string(),
});
export type SiteConfig = v.InferOutput<typeof siteConfig>;
