/** Points in time as policies write them: ISO 8601 as W3C profiles it, or seconds since 1970. https://www.w3.org/TR/NOTE-datetime */

const ISO = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|[+-]\d\d:\d\d))?)?)?$/;

/** @returns seconds since 1970; undefined: no point in time */
export function secondsOf(text: string): number | undefined {
  // A year is four digits, too; AWS writes its times with more.
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text);
  const [whole, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = ISO.exec(text) ?? [];
  if (whole === undefined || Number(month) > 12 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59) return undefined;
  return (
    daysOf(Number(year), Number(month), Number(day)) * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetOf(zone)
  );
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours, minutes] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 3600 + (minutes ?? 0) * 60);
}

/** Days since 1970 in the Gregorian calendar, whose years are taken to begin in March, so that leap days come last. */
function daysOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}
