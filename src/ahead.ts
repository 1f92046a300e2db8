/**
 * The end of the script in the page (external-boot-script.js bundles it): where a person is signed in, what the first list waits for begins here, while
 * the code of the page is on its way. What fails is done again by that code, which tells of it.
 */
import { PAGE_CONFIG_ID } from '#contract/page-config';
import type { SiteConfig } from '#contract/site-config';
import { REFRESH_LOCK, refreshTokens } from './lib/auth/refresh-tokens';

try {
	if (localStorage.getItem('cloudvault.account') !== null) begin();
} catch {
	// Storage may be switched off: no person is signed in then.
}

function begin() {
	const written = document.getElementById(PAGE_CONFIG_ID)?.textContent;
	if (!written) {
		setTimeout(makeFormats);
		return;
	}
	const config = JSON.parse(written) as SiteConfig;
	const link = document.createElement('link');
	document.head.append(
		Object.assign(link, { rel: 'preconnect', href: config.apiUrl, crossOrigin: '' }),
	);
	globalThis.refreshedAhead = navigator.locks
		.request(REFRESH_LOCK, () => {
			setTimeout(makeFormats);
			return refreshTokens(config, localStorage);
		})
		.catch(() => undefined);
}

/** The first number and the first date take ICU tens of milliseconds: here, where the page waits for its code, and not just before the list. */
function makeFormats() {
	const { lang } = document.documentElement;
	new Intl.NumberFormat(lang).format(0);
	new Intl.DateTimeFormat(lang).format(0);
	new Intl.RelativeTimeFormat(lang).format(0, 'day');
}
