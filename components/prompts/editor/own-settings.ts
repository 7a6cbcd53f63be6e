type OwnSetting = { key: string } & (
  | { type: 'string' }
  | {
      type: 'number';
      inputMode: 'decimal' | 'numeric';
      isValid: (value: number) => boolean;
      /** What a person reads at a field whose text is not valid. */
      problem: string;
    }
);

/**
 * The settings with a field of their own in the editor, in the order of a version's `config`. The draft, its stored form,
 * what a version gets and the fields for numbers follow from it; a text needs its field in settings-fields.tsx as well.
 */
export const OWN_SETTINGS = [
  { key: 'model', type: 'string' },
  {
    key: 'temperature',
    type: 'number',
    inputMode: 'decimal',
    isValid: (value) => value >= 0,
    problem: 'Temperature is a number from 0 on, or empty.',
  },
  {
    key: 'limit',
    type: 'number',
    inputMode: 'numeric',
    isValid: (value) => Number.isInteger(value) && value >= 1,
    problem: 'The limit is a whole number from 1 on, or empty.',
  },
] as const satisfies readonly OwnSetting[];

export type OwnSettingKey = (typeof OWN_SETTINGS)[number]['key'];

/** Some providers call the limit of the output so, some so: a version keeps its word. */
export const LIMIT_NAMES = ['max_output_tokens', 'max_tokens'] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What the setting is called in `config` and over its field. */
export const settingName = (key: OwnSettingKey, limitName: LimitName): string => (key === 'limit' ? limitName : key);

/** One value for each setting. */
export const eachSetting = <Value>(of: (setting: (typeof OWN_SETTINGS)[number]) => Value) =>
  Object.fromEntries(OWN_SETTINGS.map((setting) => [setting.key, of(setting)])) as Record<OwnSettingKey, Value>;

/** The text of a field as the value of its setting: undefined for an empty one, null for one that is not valid. */
export function readSetting(setting: OwnSetting, text: string): string | number | null | undefined {
  if (text.trim() === '') return undefined;
  if (setting.type === 'string') return text.trim();
  const value = Number(text);
  return Number.isFinite(value) && setting.isValid(value) ? value : null;
}
