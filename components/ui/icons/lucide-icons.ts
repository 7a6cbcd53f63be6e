import Activity from 'lucide-react/icons/activity';
import ArrowRight from 'lucide-react/icons/arrow-right';
import Bell from 'lucide-react/icons/bell';
import BookOpen from 'lucide-react/icons/book-open';
import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronRight from 'lucide-react/icons/chevron-right';
import ChevronUp from 'lucide-react/icons/chevron-up';
import ChevronsUpDown from 'lucide-react/icons/chevrons-up-down';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleMinus from 'lucide-react/icons/circle-minus';
import Clock from 'lucide-react/icons/clock';
import CornerUpRight from 'lucide-react/icons/corner-up-right';
import Cpu from 'lucide-react/icons/cpu';
import DollarSign from 'lucide-react/icons/dollar-sign';
import Download from 'lucide-react/icons/download';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Gauge from 'lucide-react/icons/gauge';
import GitCommitHorizontal from 'lucide-react/icons/git-commit-horizontal';
import Info from 'lucide-react/icons/info';
import KeyRound from 'lucide-react/icons/key-round';
import ListChecks from 'lucide-react/icons/list-checks';
import Menu from 'lucide-react/icons/menu';
import OctagonX from 'lucide-react/icons/octagon-x';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import Settings2 from 'lucide-react/icons/settings-2';
import StickyNote from 'lucide-react/icons/sticky-note';
import TextAlignStart from 'lucide-react/icons/text-align-start';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Undo2 from 'lucide-react/icons/undo-2';
import UserRound from 'lucide-react/icons/user-round';
import X from 'lucide-react/icons/x';
import Zap from 'lucide-react/icons/zap';

/**
 * Lucide's icons, named by their meaning here. One import per icon: the package's root would load 1,700 into every
 * test.
 */
export const LUCIDE_ICONS = {
  // places
  overview: Gauge,
  prompt: TextAlignStart,
  promotion: CornerUpRight,
  eval: ListChecks,
  model: Cpu,
  monitor: Activity,
  alert: Bell,
  incident: TriangleAlert,
  runbook: BookOpen,
  cost: DollarSign,
  settings: Settings2,
  // verdicts and states
  pass: CircleCheck,
  fail: OctagonX,
  clock: Clock,
  blocked: CircleMinus,
  waits: CircleDashed,
  pause: Pause,
  breaker: Zap,
  // actions
  'roll-back': Undo2,
  play: Play,
  check: Check,
  close: X,
  plus: Plus,
  note: StickyNote,
  person: UserRound,
  export: Download,
  commit: GitCommitHorizontal,
  search: Search,
  menu: Menu,
  more: Ellipsis,
  info: Info,
  key: KeyRound,
  // directions
  'arrow-right': ArrowRight,
  'chevron-right': ChevronRight,
  'chevron-down': ChevronDown,
  'chevron-up': ChevronUp,
  'up-down': ChevronsUpDown,
};
