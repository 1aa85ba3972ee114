import { problemsOf } from '../kernel/index.ts';

export const accessProblems = {
  'sign-in-link-used': {
    status: 403,
    title: { vi: 'Đường dẫn đăng nhập không còn dùng được', en: 'This sign-in link no longer works' },
    detail: {
      vi: 'Đường dẫn đã được dùng hoặc quá 10 phút. Gõ "lienthong open" để lấy đường dẫn mới.',
      en: 'The link has been used or is older than ten minutes. Run "lienthong open" for a new one.',
    },
  },
  'not-a-member': {
    status: 404,
    title: { vi: 'Không thuộc cơ quan này', en: 'Not a member of this organisation' },
    detail: {
      vi: 'Tài khoản này không thuộc cơ quan {organisation} nên không có gì để rời.',
      en: 'This account does not belong to the organisation {organisation}: there is nothing to leave.',
    },
  },
  'quota-used-up': {
    status: 429,
    title: { vi: 'Đã dùng hết hạn mức hôm nay', en: 'The quota of today is used up' },
    detail: {
      vi: 'Quyền được cấp cho đọc nhiều nhất {rows} dòng mỗi ngày và hôm nay đã đọc hết. Thử lại sau nửa đêm (giờ Việt Nam), hoặc xin cơ quan chủ quản nới hạn mức.',
      en: 'The grant gives at most {rows} rows a day and today they have been read. Try again after midnight (Vietnam), or ask the owner for more.',
    },
  },
  'no-such-dataset': {
    status: 404,
    title: { vi: 'Không có bộ dữ liệu này', en: 'There is no such dataset' },
    detail: {
      vi: 'Không có bộ dữ liệu "{dataset}" mà bạn quản lý. Các bộ dữ liệu ở /datasets.',
      en: 'There is no dataset "{dataset}" that you manage. /datasets lists them.',
    },
  },
  'no-such-grant': {
    status: 404,
    title: { vi: 'Không có quyền này', en: 'There is no such grant' },
    detail: {
      vi: 'Không có quyền "{grant}" trên dữ liệu mà bạn quản lý. Xem danh sách ở trang quyền của bộ dữ liệu.',
      en: 'There is no grant "{grant}" on data that you manage. See the list on the dataset’s page of grants.',
    },
  },
  'grant-ended': {
    status: 409,
    title: { vi: 'Quyền này đã kết thúc', en: 'This grant has ended' },
    detail: {
      vi: 'Quyền "{grant}" đã bị thu hồi, không sửa được nữa. Hãy cấp một quyền mới.',
      en: 'The grant "{grant}" was taken back and cannot be changed any more. Make a new one.',
    },
  },
  'bad-grant': {
    status: 422,
    title: { vi: 'Quyền chưa dùng được', en: 'The grant cannot be used' },
    detail: {
      vi: 'Ô "{field}" ghi "{value}". Có thể ghi: {expected}.',
      en: 'The field "{field}" says "{value}". It may say: {expected}.',
    },
  },
  'secret-column': {
    status: 422,
    title: { vi: 'Cột mật không được cấp', en: 'A secret column cannot be granted' },
    detail: {
      vi: 'Cột "{column}" được đánh dấu mật, không cấp cho ai được qua nút này.',
      en: 'The column "{column}" is marked secret: this node gives it to nobody.',
    },
  },
  'secret-not-open': {
    status: 422,
    title: { vi: 'Dữ liệu có cột mật không được mở', en: 'Data with a secret column cannot be open' },
    detail: {
      vi: 'Bộ dữ liệu "{dataset}" có cột được đánh dấu mật. Bỏ cột đó khỏi tệp nguồn rồi nạp lại, hoặc giữ mức "đóng".',
      en: 'The dataset "{dataset}" has a column marked secret. Leave it out of the source and deliver again, or keep the level "closed".',
    },
  },
  'view-as-not-allowed': {
    status: 403,
    title: { vi: 'Không được xem thay', en: 'You may not view as somebody else' },
    detail: {
      vi: 'Chỉ người quản lý dữ liệu xem được dữ liệu của mình như người khác sẽ thấy. Bỏ "view-as" khỏi địa chỉ.',
      en: 'Only who looks after data may see it as somebody else would. Leave "view-as" out of the address.',
    },
  },
  'set-up-link-used': {
    status: 403,
    title: { vi: 'Đường dẫn thiết lập không còn dùng được', en: 'This set-up link no longer works' },
    detail: {
      vi: 'Nút đã được thiết lập, hoặc đường dẫn đã cũ. Khởi động lại nút để lấy đường dẫn mới, nếu nút chưa được thiết lập.',
      en: 'The node has been set up, or the link is old. Start the node again for a new link if it has not been set up.',
    },
  },
  'link-used': {
    status: 403,
    title: { vi: 'Đường dẫn không còn dùng được', en: 'This link no longer works' },
    detail: {
      vi: 'Đường dẫn đã được dùng hoặc đã hết hạn. Hãy yêu cầu một đường dẫn mới.',
      en: 'The link has been used or is too old. Ask for a new one.',
    },
  },
  'invalid-token': {
    status: 401,
    title: { vi: 'Khoá hoặc mã truy cập không dùng được', en: 'The key or access token opens nothing' },
    detail: {
      vi: 'Khoá hoặc mã trong "Authorization: Bearer" không đúng, đã hết hạn hoặc đã bị thu hồi. Lấy một khoá hay mã mới; dữ liệu mở đọc được mà không cần khoá.',
      en: 'The key or token of "Authorization: Bearer" is wrong, has run out or was taken back. Get a new one; open data are read without any.',
    },
  },
  'wrong-credentials': {
    status: 422,
    title: { vi: 'Chưa đăng nhập được', en: 'You are not signed in' },
    detail: {
      vi: 'Địa chỉ thư điện tử hoặc mật khẩu không đúng. Kiểm tra rồi thử lại, hoặc đặt lại mật khẩu.',
      en: 'The e-mail address or the password is not right. Check and try again, or reset the password.',
    },
  },
  'wrong-password': {
    status: 422,
    title: { vi: 'Mật khẩu hiện tại không đúng', en: 'The current password is not right' },
    detail: {
      vi: 'Việc này cần mật khẩu hiện tại của bạn, và mật khẩu vừa nhập không đúng. Kiểm tra rồi thử lại.',
      en: 'This takes your current password, and the one given is not right. Check and try again.',
    },
  },
  'people-only': {
    status: 403,
    title: { vi: 'Chỉ dành cho người dùng', en: 'For people only' },
    detail: {
      vi: 'Trang này của người đã đăng nhập bằng tài khoản của mình; người vận hành và chương trình không có tài khoản.',
      en: 'This belongs to people who signed in with their own account; the operator and programs have none.',
    },
  },
  'invitation-for-another': {
    status: 403,
    title: { vi: 'Lời mời dành cho người khác', en: 'The invitation is for somebody else' },
    detail: {
      vi: 'Lời mời gửi tới {email}. Đăng xuất, rồi đăng nhập bằng địa chỉ đó.',
      en: 'The invitation went to {email}. Sign out, and sign in with that address.',
    },
  },
  'wrong-code': {
    status: 422,
    title: { vi: 'Mã không đúng', en: 'The code is not right' },
    detail: {
      vi: 'Mã không đúng hoặc đã được dùng. Chờ mã tiếp theo của ứng dụng rồi thử lại; kiểm tra giờ của điện thoại. Mất điện thoại thì dùng một mã khôi phục.',
      en: 'The code is not right or has been used. Wait for the next code of the app and try again; check the clock of the phone. Without the phone use a recovery code.',
    },
  },
  'outside-not-set': {
    status: 404,
    title: { vi: 'Không có nơi đăng nhập ngoài', en: 'There is no outside provider' },
    detail: {
      vi: 'Nút này không tin nơi đăng nhập nào khác (LIENTHONG_OIDC_ISSUER). Đăng nhập ở /sign-in.',
      en: 'This node trusts no other provider (LIENTHONG_OIDC_ISSUER). Sign in at /sign-in.',
    },
  },
  'outside-failed': {
    status: 502,
    title: { vi: 'Nơi đăng nhập ngoài chưa trả lời được', en: 'The outside provider did not answer well' },
    detail: {
      vi: '{name} không trả lời, hoặc từ chối, hoặc trả lời không kiểm chứng được. Thử lại từ /sign-in; người vận hành xem nhật ký.',
      en: '{name} did not answer, refused, or gave an answer that could not be checked. Begin again at /sign-in; the operator looks into the log.',
    },
  },
  'outside-no-role': {
    status: 403,
    title: { vi: 'Bạn chưa có vai trò nào ở nút này', en: 'You have no role on this node' },
    detail: {
      vi: '{name} xác nhận bạn, nhưng không có quy tắc nào cho bạn một vai trò ở đây. Hỏi người vận hành nút.',
      en: '{name} vouches for you, but no rule gives you a role here. Ask the operator of the node.',
    },
  },
  'outside-no-email': {
    status: 403,
    title: { vi: 'Thiếu địa chỉ thư điện tử', en: 'The e-mail address is missing' },
    detail: {
      vi: '{name} không cho biết địa chỉ thư điện tử của bạn, mà tài khoản ở đây cần có.',
      en: '{name} did not tell your e-mail address, which an account here needs.',
    },
  },
  'oidc-refused': {
    status: 400,
    title: { vi: 'Chương trình chưa hỏi đúng cách', en: 'The program did not ask in the right way' },
    detail: {
      vi: 'Nút không thực hiện được yêu cầu đăng nhập của chương trình ({code}). Quay lại chương trình và thử từ đầu; nếu vẫn vậy, báo cho người quản lý chương trình.',
      en: "The node could not do what the program's sign-in asked ({code}). Go back to the program and begin again; if that does not help, tell who looks after it.",
    },
  },
  'sign-in-again': {
    status: 403,
    title: { vi: 'Cần đăng nhập lại từ đầu', en: 'Sign in from the beginning' },
    detail: {
      vi: 'Lần đăng nhập này đã quá mười phút hoặc đã xong. Bắt đầu lại ở /sign-in.',
      en: 'This sign-in is older than ten minutes or is over. Begin again at /sign-in.',
    },
  },
  'too-many-tries': {
    status: 429,
    title: { vi: 'Đã thử sai quá nhiều lần', en: 'Too many wrong tries' },
    detail: {
      vi: 'Tài khoản hoặc địa chỉ mạng này đã thử sai quá nhiều lần. Thử lại sau {seconds} giây; nếu không phải bạn, hãy báo người quản trị.',
      en: 'This account or network address has had too many wrong tries. Try again in {seconds} seconds; if it was not you, tell an administrator.',
    },
  },
  'weak-password': {
    status: 422,
    title: { vi: 'Mật khẩu chưa đủ mạnh', en: 'The password is too weak' },
    detail: {
      vi: 'Mật khẩu cần ít nhất {shortest} ký tự, không lặp đi lặp lại vài chữ, không dựa vào tên hay địa chỉ của bạn. Một câu ngắn là tốt.',
      en: 'A password has at least {shortest} characters, not the same few again and again, and is not made of your name or address. A short sentence is good.',
    },
  },
  'invalid-email': {
    status: 422,
    title: { vi: 'Địa chỉ thư điện tử không đúng', en: 'The e-mail address is not valid' },
    detail: {
      vi: '"{email}" không phải địa chỉ thư điện tử. Ví dụ đúng: an@example.gov.vn.',
      en: '"{email}" is no e-mail address. One looks like an@example.gov.vn.',
    },
  },
  'email-elsewhere': {
    status: 409,
    title: { vi: 'Địa chỉ thư do nơi khác quản lý', en: 'The e-mail address is kept elsewhere' },
    detail: {
      vi: 'Tài khoản này đăng nhập qua hệ thống của cơ quan; hãy đổi địa chỉ thư ở đó.',
      en: 'This account signs in by the provider of its agency; change the address there.',
    },
  },
  'second-factor-first': {
    status: 409,
    title: { vi: 'Chưa có xác nhận lần hai', en: 'There is no second factor yet' },
    detail: {
      vi: 'Mã khôi phục thay cho mã một lần hoặc khoá đăng nhập khi bị mất. Hãy đặt một trong hai trước.',
      en: 'Recovery codes stand in for one-time codes or a passkey that were lost. Set one of these up first.',
    },
  },
  'no-such-invitation': {
    status: 404,
    title: { vi: 'Không có lời mời này', en: 'There is no such invitation' },
    detail: {
      vi: 'Không có lời mời nào gửi đến {email} còn chờ trả lời. Có thể lời mời đã được nhận hoặc đã hết hạn.',
      en: 'No invitation to {email} waits for an answer. It may have been accepted or have run out.',
    },
  },
  'email-taken': {
    status: 409,
    title: { vi: 'Địa chỉ thư điện tử đã có tài khoản', en: 'This e-mail address has an account' },
    detail: {
      vi: 'Địa chỉ {email} đã có tài khoản. Đăng nhập bằng tài khoản đó rồi mở lại đường dẫn.',
      en: '{email} has an account. Sign in with it and open the link again.',
    },
  },
  'invalid-agency-code': {
    status: 422,
    title: { vi: 'Mã định danh cơ quan không đúng', en: 'The agency code is not valid' },
    detail: {
      vi: '"{code}" không phải mã định danh theo Quyết định 20/2020/QĐ-TTg. Ví dụ đúng: H26.5, Z01ABC, mã số doanh nghiệp 0101234567; mã kiểu cũ 000.05.00.H26 cũng nhận.',
      en: '"{code}" is no agency code after Decision 20/2020/QĐ-TTg. Right ones look like H26.5, Z01ABC, or an enterprise\'s number 0101234567; the older form 000.05.00.H26 is taken too.',
    },
  },
  'organisation-exists': {
    status: 409,
    title: { vi: 'Đã có cơ quan với mã này', en: 'There is an organisation with this code' },
    detail: {
      vi: 'Mã {code} đã thuộc một cơ quan trên nút này.',
      en: '{code} belongs to an organisation of this node.',
    },
  },
  'organisation-not-found': {
    status: 404,
    title: { vi: 'Không có cơ quan này', en: 'There is no such organisation' },
    detail: {
      vi: 'Không có cơ quan mã "{code}" trên nút này. Danh sách ở /organisations.',
      en: 'There is no organisation "{code}" on this node. /organisations lists them all.',
    },
  },
  'parent-not-possible': {
    status: 422,
    title: { vi: 'Cơ quan cấp trên không hợp lệ', en: 'The parent cannot be this one' },
    detail: {
      vi: '{parent} không thể là cấp trên của {code}: cơ quan đó chưa có trên nút này, hoặc chính nó ở dưới {code}.',
      en: '{parent} cannot stand above {code}: it is not on this node, or it stands below {code} itself.',
    },
  },
  'successor-not-possible': {
    status: 422,
    title: { vi: 'Không thể chuyển cho cơ quan này', en: 'The successor cannot be this one' },
    detail: {
      vi: 'Không chuyển được từ {code} sang {successor}: hai mã trùng nhau, hoặc một trong hai đã được sáp nhập trước đó.',
      en: '{successor} cannot take over from {code}: they are the same, or one of them has merged already.',
    },
  },
  'last-administrator': {
    status: 409,
    title: { vi: 'Cơ quan cần ít nhất một người quản trị', en: 'An organisation needs an administrator' },
    detail: {
      vi: 'Đây là người quản trị cuối cùng của {organisation}. Giao vai trò quản trị cho người khác trước.',
      en: 'This is the last administrator of {organisation}. Make somebody else one first.',
    },
  },
  'member-not-found': {
    status: 404,
    title: { vi: 'Không có thành viên này', en: 'There is no such member' },
    detail: {
      vi: 'Không có thành viên "{member}" trong {organisation}.',
      en: '{organisation} has no member "{member}".',
    },
  },
  'api-key-not-found': {
    status: 404,
    title: { vi: 'Không có khoá này', en: 'There is no such key' },
    detail: {
      vi: 'Không có khoá hay chương trình "{key}" trong {organisation}.',
      en: '{organisation} has no key or program "{key}".',
    },
  },
  'key-not-possible': {
    status: 422,
    title: { vi: 'Không cấp được khoá như vậy', en: 'Such a key cannot be made' },
    detail: {
      vi: 'Khoá cần một tên, ít nhất một vai trò trong số {roles}, và ngày hết hạn trong vòng {days} ngày tới.',
      en: 'A key needs a name, at least one of the roles {roles}, and a last day within the next {days} days.',
    },
  },
  'keys-not-readable': {
    status: 422,
    title: { vi: 'Không đọc được khoá công khai', en: 'The public keys cannot be read' },
    detail: {
      vi: 'Cần một JSON Web Key Set chỉ gồm khoá công khai EC, OKP hoặc RSA từ 2048 bit.',
      en: 'A JSON Web Key Set with public EC, OKP or RSA keys of 2048 bits or more is needed, without private parts.',
    },
  },
  'passkey-refused': {
    status: 422,
    title: { vi: 'Khoá đăng nhập không dùng được', en: 'The passkey was not accepted' },
    detail: {
      vi: 'Nút không xác nhận được khoá đăng nhập của thiết bị. Thử lại từ đầu, hoặc dùng mật khẩu.',
      en: 'The node could not confirm the passkey of the device. Begin again, or use the password.',
    },
  },
} as const;

export const accessProblem = problemsOf(accessProblems);
