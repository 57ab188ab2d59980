/** What can be wrong with settings, by id; content/CHECKING.md has the cure for each. */
import { sentence } from '../lesson/read/messages.ts';

export const SETTINGS_MESSAGES = {
  'no-keys': 'Settings are keys with values',
  'unknown-key': '`…` is not a setting of the check',
  'wrong-value': '`…` is not a value of the setting `…`',
  'no-list': 'The setting `…` is a list of patterns',
  'no-yaml': 'The settings are not valid YAML: …',
} as const;

export function sayOfSettings(id: keyof typeof SETTINGS_MESSAGES, ...values: readonly string[]): string {
  return sentence(SETTINGS_MESSAGES[id], values);
}
