import { problemsOf } from '../../kernel/index.ts';

/** What can be wrong with a request to the SensorThings service. */
export const sensorThingsProblems = {
  'sta-path-not-found': {
    status: 404,
    title: { vi: 'Không có địa chỉ này trong SensorThings', en: 'There is no such address in SensorThings' },
    detail: {
      vi: 'Không có {path}. Danh sách các tập đối tượng ở gốc của dịch vụ; một đối tượng viết như Things(1)/Datastreams.',
      en: 'There is no {path}. The root of the service lists the entity sets; an entity is written like Things(1)/Datastreams.',
    },
  },
  'sta-entity-not-found': {
    status: 404,
    title: { vi: 'Không có đối tượng này', en: 'There is no such entity' },
    detail: {
      vi: 'Không có {entity}, hoặc bạn chưa được phép xem.',
      en: 'There is no {entity}, or you may not see it.',
    },
  },
  'sta-option-invalid': {
    status: 400,
    title: { vi: 'Tham số truy vấn không hợp lệ', en: 'A query option is not valid' },
    detail: {
      vi: 'Tham số {option} có giá trị không dùng được: {value}. Dùng được: {accepted}.',
      en: 'The option {option} has a value that cannot be used: {value}. It accepts: {accepted}.',
    },
  },
  'sta-body-invalid': {
    status: 400,
    title: { vi: 'Nội dung gửi lên không hợp lệ', en: 'The body is not valid' },
    detail: {
      vi: 'Ở {pointer}: cần {accepted}. Chưa có gì được lưu.',
      en: 'At {pointer}: expected {accepted}. Nothing was stored.',
    },
  },
  'sta-link-not-found': {
    status: 400,
    title: { vi: 'Đối tượng được liên kết không có', en: 'A linked entity does not exist' },
    detail: {
      vi: 'Ở {pointer}: không có {entity} trong mạng trạm "{network}". Chưa có gì được lưu.',
      en: 'At {pointer}: there is no {entity} in the network "{network}". Nothing was stored.',
    },
  },
  'sta-no-feature': {
    status: 400,
    title: { vi: 'Không biết số liệu thuộc nơi nào', en: 'Where the observation was taken is not known' },
    detail: {
      vi: 'Số liệu không nêu FeatureOfInterest, và Thing của chuỗi {series} chưa có Location dạng GeoJSON để tạo ra nó. Hãy thêm Location cho Thing hoặc nêu FeatureOfInterest.',
      en: 'The observation names no FeatureOfInterest, and the Thing of series {series} has no GeoJSON Location to make one from. Give the Thing a Location or name a FeatureOfInterest.',
    },
  },
  'sta-not-writable': {
    status: 403,
    title: { vi: 'Không được ghi vào mạng trạm này', en: 'You may not write into this network' },
    detail: {
      vi: 'Bạn xem được mạng trạm "{network}" nhưng không có quyền ghi. Hãy hỏi cơ quan phụ trách mạng trạm.',
      en: 'You may read the network "{network}" but not write into it. Ask the organisation that looks after it.',
    },
  },
  'sta-no-organisation': {
    status: 403,
    title: { vi: 'Chưa biết ghi vào mạng trạm nào', en: 'It is not known into which network to write' },
    detail: {
      vi: 'Bạn không phụ trách số liệu của cơ quan nào. Hãy nêu mạng trạm qua địa chỉ /networks/MÃ/sta/v1.1.',
      en: 'You look after the data of no organisation. Name a network by the address /networks/ID/sta/v1.1.',
    },
  },
  'sta-unsupported': {
    status: 501,
    title: { vi: 'Chưa hỗ trợ', en: 'Not supported' },
    detail: {
      vi: '{what} chưa được hỗ trợ. Xem docs/sensorthings.md để biết những gì dùng được.',
      en: '{what} is not supported. See docs/sensorthings.md for what is.',
    },
  },
} as const;

export const staProblem = problemsOf(sensorThingsProblems);
