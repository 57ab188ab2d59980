/** What every page has besides its own elements: the outline that follows the reading, and boxes that scroll by keyboard. */
import './page-outline.ts';
import './scrollable.ts';
