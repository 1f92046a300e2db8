import * as v from 'valibot';
import { readConfig } from '../runtime/config.ts';
import type { AccountMailsDeps } from './write-account-mail.ts';

/** What it reads of its environment: the template gives it exactly this. */
const environment = v.object({ SITE_ORIGIN: v.pipe(v.string(), v.url()) });

export function wireAccountMails(): AccountMailsDeps {
	return { siteOrigin: readConfig(environment).SITE_ORIGIN };
}
