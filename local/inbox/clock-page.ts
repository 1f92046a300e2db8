import { escape, page } from './page.ts';

/** What a person may do to the vault's time. */
export interface ClockControl {
	/** The vault's time, and how far it is ahead of this machine's. */
	readonly now: () => Date;
	readonly offsetMs: () => number;
	/** Moves it on and does what is due by then. */
	readonly advance: (byMs: number) => Promise<void>;
	/** Ends every restore under way as if its time had passed, and says how many those were. */
	readonly finishRestores: () => Promise<number>;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** By the value of the button. */
const STEPS: Readonly<Record<string, { readonly label: string; readonly ms: number }>> = {
	hour: { label: 'An hour', ms: HOUR_MS },
	day: { label: 'A day', ms: DAY_MS },
	month: { label: 'A month (30 days)', ms: 30 * DAY_MS },
};

const FINISH = 'finish-restores';

/**
 * Does what a button says. Where the page says so: an address to go to, so that a reload does not press
 * the button again. Undefined where there is no such button.
 */
export async function pressButton(
	control: ClockControl,
	button: string,
): Promise<string | undefined> {
	if (button === FINISH) return `/clock?finished=${String(await control.finishRestores())}`;
	const step = Object.hasOwn(STEPS, button) ? STEPS[button] : undefined;
	if (!step) return undefined;
	await control.advance(step.ms);
	return '/clock?moved';
}

/** What has just happened, by the address that `pressButton` gave. */
function noteOf(parameters: URLSearchParams): string | undefined {
	if (parameters.has('moved')) return 'The clock was moved. Open or reload the vault to see it.';
	const finished = parameters.get('finished');
	if (finished === null || !/^\d{1,9}$/.test(finished)) return undefined;
	return finished === '1' ? '1 restore has finished.' : `${finished} restores have finished.`;
}

export function clockPage(control: ClockControl, parameters: URLSearchParams): string {
	const note = noteOf(parameters);
	const buttons = Object.entries(STEPS).map(
		([value, { label }]) => `<button name="do" value="${value}">${label}</button>`,
	);
	return page(
		'Clock',
		`<h1>Clock</h1>
<p>In the vault it is <strong><time datetime="${control.now().toISOString()}">${timeOf(control.now())}</time></strong>, ${aheadOf(control.offsetMs())}.</p>
${note === undefined ? '' : `<p role="status">${escape(note)}</p>`}
<form method="post" action="/clock">
<fieldset><legend>Move it on by</legend>${buttons.join('\n')}</fieldset>
<fieldset><legend>Without waiting</legend><button name="do" value="${FINISH}">Finish all restores</button></fieldset>
</form>
<p class="meta">Files move to colder classes after 30 and 60 days, restored copies end, schedules run. Signing in goes by this machine's
own clock, so a person stays signed in. The clock does not go back: <code>npm start -- --fresh</code> starts over.</p>
<p><a href="/">Inbox</a></p>`,
	);
}

function timeOf(moment: Date): string {
	return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function aheadOf(offsetMs: number): string {
	if (offsetMs === 0) return "this machine's own time";
	const days = Math.floor(offsetMs / DAY_MS);
	const hours = Math.floor((offsetMs % DAY_MS) / HOUR_MS);
	const parts = [
		days > 0 ? `${String(days)} ${days === 1 ? 'day' : 'days'}` : '',
		hours > 0 ? `${String(hours)} ${hours === 1 ? 'hour' : 'hours'}` : '',
	].filter((part) => part !== '');
	return `${parts.join(' and ') || 'minutes'} ahead of this machine`;
}
