export interface Alarm {
	readonly name: string;
	readonly isRinging: boolean;
	/** Whether somebody is told when it rings. */
	readonly isHeard: boolean;
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
