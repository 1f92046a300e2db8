export interface Alarm {
	readonly name: string;
	readonly isRinging: boolean;
	/** Whether it tells the topic of the alarms when it rings. */
	readonly isHeard: boolean;
	/** The section of `docs/operate.md` that its description names; absent where it names none. */
	readonly runbook?: string;
}

/** The stage's alarms. Reads only; throws where CloudWatch does not answer or refuses. */
export interface Alarms {
	/** Of these names, those that exist. */
	find(names: readonly string[]): Promise<readonly Alarm[]>;
}

/** Who hears the alarms. Throws where SNS does not answer or refuses. */
export interface AlarmListeners {
	/** `pending` were asked, and have not followed the link in the mail. */
	count(): Promise<{ readonly confirmed: number; readonly pending: number }>;
}
