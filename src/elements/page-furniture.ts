/** What every page has besides its own elements: the place that the address names, the outline that follows the reading, boxes that scroll by keyboard, previews of terms, shortcuts, reading without a network. */
import './held-place.ts';
import './offline/registration.ts';
import './page-outline.ts';
import './scrollable.ts';
import './shortcuts.ts';
import './term-preview.ts';
