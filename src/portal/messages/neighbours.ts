import type { Messages } from '../../kernel/index.ts';

/** What a series is held against, and the form in which that is chosen. */
export const neighbourMessages = {
  title: { vi: 'Trạm lân cận của {title}', en: 'Neighbours of {title}' },
  lead: {
    vi: 'Trung bình mỗi giờ được so với mức suy ra từ các trạm lân cận. Lệch từ ngưỡng trở lên thì số liệu của giờ đó bị nghi ngờ; dưới ba trạm có số đo thì không kiểm.',
    en: 'The mean of each hour is held against what the neighbours lead to expect. From the limit on its values are suspect; with fewer than three that measured it is not evaluated.',
  },
  inForce: { vi: 'Đang áp dụng', en: 'In force' },
  noLimits: {
    vi: 'Chuỗi này đang không được so với trạm nào: nút chưa tìm thấy đủ ba trạm cùng lên xuống với nó.',
    en: 'This series is held against none at present: the node has not found three stations that go with it.',
  },
  suspect: { vi: 'Ngưỡng nghi ngờ', en: 'Suspect from' },
  madeBy: { vi: 'Ai đặt', en: 'By' },
  madeAt: { vi: 'Lúc', en: 'At' },
  version: { vi: 'Phiên bản', en: 'Version' },
  versions: { vi: 'Các phiên bản', en: 'Versions' },
  neighbours: { vi: 'Trạm lân cận', en: 'Neighbours' },
  neighbour: { vi: 'Trạm', en: 'Station' },
  difference: { vi: 'Thường thấp hơn chuỗi này', en: 'Usually lower than this series by' },
  how: { vi: 'Cách có', en: 'How' },
  node: { vi: 'nút', en: 'the node' },
  somebody: { vi: 'người không còn hoặc không được biết', en: 'somebody gone or unknown to you' },
  'reason-derived': { vi: 'suy ra từ lịch sử', en: 'derived from the history' },
  'reason-set': { vi: 'tự chọn', en: 'chosen' },
  'reason-taken-back': { vi: 'bỏ lựa chọn riêng', en: 'choice taken back' },
  'reason-redefined': {
    vi: 'đổi đơn vị, trạm hay thông số',
    en: 'unit, station or parameter changed',
  },
  choose: { vi: 'Tự chọn', en: 'Choose them yourself' },
  chooseLead: {
    vi: 'Chọn 3 đến 12 trạm và ngưỡng lệch. Lựa chọn này giữ nguyên cho đến khi bỏ; toàn bộ số liệu của chuỗi được kiểm lại.',
    en: 'Choose 3 to 12 stations and the distance. The choice stands until it is taken back; all values of the series are judged again.',
  },
  offered: { vi: 'Trạm cùng thông số, gần nhất trước', en: 'Stations with the parameter, nearest first' },
  noneOffered: {
    vi: 'Trong vòng 100 km không có trạm nào khác của mạng đo thông số này bằng cùng đơn vị.',
    en: 'No other station of the network within 100 km measures this parameter in the same unit.',
  },
  distance: { vi: 'Ngưỡng nghi ngờ ({unit})', en: 'Suspect from ({unit})' },
  distanceAlone: { vi: 'Ngưỡng nghi ngờ', en: 'Suspect from' },
  distanceHint: {
    vi: 'Trung bình giờ lệch từ mức này trở lên là nghi ngờ; dấu thập phân là dấu chấm.',
    en: 'A mean of an hour that is away by this much or more is suspect; the decimal mark is a point.',
  },
  keep: { vi: 'Áp dụng lựa chọn này', en: 'Use this choice' },
  takeBack: { vi: 'Bỏ lựa chọn riêng', en: 'Take the choice back' },
  takeBackHint: {
    vi: 'Nút tìm lại trạm lân cận từ lịch sử; trong lúc đó không kiểm.',
    en: 'The node finds neighbours from the history again; until then the test is not evaluated.',
  },
} as const satisfies Messages;
